package io.descent.dataset;

import io.descent.storage.Blob;
import io.descent.web.Warning;

/**
 * An upload that was read and found right.
 *
 * @param sha256 over the content after decompression, images then labels
 */
record StoredContent(Description description, String sha256, long bytes, Blob blocks) {

  /** The same, with something doubtful more. */
  StoredContent with(Warning warning) {
    return new StoredContent(description.with(warning), sha256, bytes, blocks);
  }
}
