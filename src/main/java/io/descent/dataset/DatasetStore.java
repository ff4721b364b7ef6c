package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.web.UuidV7;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes data sets, each in the caller's short transaction. */
@Component
final class DatasetStore {

  private final DatasetRows rows;
  private final UuidV7 uuids;
  private final InstantSource clock;

  DatasetStore(DatasetRows rows, UuidV7 uuids, InstantSource clock) {
    this.rows = rows;
    this.uuids = uuids;
    this.clock = clock;
  }

  UUID nextId() {
    return uuids.next();
  }

  UUID create(UUID id, Owner owner, Upload upload, StoredContent content, PendingBlobs loose) {
    loose.keep();
    rows.save(new DatasetRow(id, owner, upload, content, clock.instant()));
    return id;
  }
}
