package io.descent.dataset;

import io.descent.storage.Blob;
import java.util.Optional;

/**
 * What a client sent, received and not yet looked into but for a table.
 *
 * @param file the file as sent
 * @param labels the labels as sent, of images only
 * @param table the file, read as it came
 * @param sha256 digest of everything that was said, to tell a repetition from another request
 */
record Upload(
    UploadFields fields,
    String fileName,
    Blob file,
    Optional<Blob> labels,
    Optional<ArrivingTable> table,
    String sha256) {

  /** One that was not looked into at all. */
  Upload(UploadFields fields, String fileName, Blob file, Optional<Blob> labels, String sha256) {
    this(fields, fileName, file, labels, Optional.empty(), sha256);
  }

  String name() {
    return fields.name().orElse(fileName);
  }
}
