package io.descent.dataset;

import io.descent.storage.Labels;
import io.descent.storage.NamedRow;
import jakarta.persistence.Embedded;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is short in the row of a data set, and all that lists show. */
@MappedSuperclass
abstract class DatasetHead extends NamedRow {

  String sha256;
  long bytes;
  @Embedded Labels labels = Labels.NONE;

  /** The description without columns; absent of what an earlier version stored. */
  @Nullable String brief;

  @SuppressWarnings("NullAway") // filled by Hibernate
  DatasetHead() {}

  DatasetHead(UUID id, String owner, Upload upload, StoredContent content, Instant createdAt) {
    super(id, owner, upload.name(), createdAt);
    this.sha256 = content.sha256();
    this.bytes = content.bytes();
    this.labels = upload.fields().labels();
    this.brief = DescriptionJson.SHARED.convertToDatabaseColumn(content.description().brief());
  }
}
