package io.descent.run;

import io.descent.web.UuidV7;
import org.springframework.stereotype.Component;

/** The name of this process among all that train: unique, and told as a job's {@code worker}. */
@Component
final class WorkerName {

  private final String value;

  WorkerName(UuidV7 uuids) {
    String id = uuids.next().toString();
    this.value = "descent-" + ProcessHandle.current().pid() + "-" + id.substring(id.length() - 12);
  }

  String value() {
    return value;
  }
}
