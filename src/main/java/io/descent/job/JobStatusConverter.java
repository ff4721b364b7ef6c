package io.descent.job;

import java.util.Arrays;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads a status in a query string as it is written in answers. */
@Component
class JobStatusConverter implements Converter<String, JobStatus> {

  @Override
  public JobStatus convert(String text) {
    return Arrays.stream(JobStatus.values())
        .filter(status -> status.wire().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no status is called " + text));
  }
}
