package io.descent.dataset;

import io.descent.storage.Blob;

/**
 * An upload that was read and found right.
 *
 * @param sha256 over the content after decompression, images then labels
 */
record StoredContent(Description description, String sha256, long bytes, Blob blocks) {}
