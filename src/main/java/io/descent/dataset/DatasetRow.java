package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.storage.Blob;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A data set as it is stored; what it holds never changes. */
@Entity
@Table(name = "dataset")
class DatasetRow extends DatasetHead {

  String fileName;

  @Convert(converter = DescriptionJson.class)
  Description description;

  UUID fileId;
  private @Nullable UUID labelsId;
  UUID blocksId;
  long blocksSize;

  /** Raised whenever something starts to use the data set; see {@link DatasetRows#claim}. */
  private long claims;

  @SuppressWarnings("NullAway") // filled by Hibernate
  DatasetRow() {}

  DatasetRow(UUID id, Owner owner, Upload upload, StoredContent content, Instant createdAt) {
    super(id, owner.name(), upload, content, createdAt);
    this.fileName = upload.fileName();
    this.description = content.description();
    this.fileId = upload.file().id();
    this.labelsId = upload.labels().map(Blob::id).orElse(null);
    this.blocksId = content.blocks().id();
    this.blocksSize = content.blocks().size();
  }

  Optional<UUID> labelsId() {
    return Optional.ofNullable(labelsId);
  }

  /** All that go with the row. */
  List<UUID> blobs() {
    return Stream.concat(Stream.of(fileId, blocksId), labelsId().stream()).toList();
  }
}
