package io.descent.dataset;

import io.descent.storage.Blob;
import java.util.Optional;

/**
 * What a client sent, received and not yet looked into.
 *
 * @param file the file as sent
 * @param labels the labels as sent, of images only
 * @param sha256 digest of everything that was said, to tell a repetition from another request
 */
record Upload(
    UploadFields fields, String fileName, Blob file, Optional<Blob> labels, String sha256) {

  String name() {
    return fields.name().orElse(fileName);
  }
}
