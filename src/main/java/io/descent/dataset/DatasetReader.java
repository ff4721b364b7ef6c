package io.descent.dataset;

import java.io.IOException;
import java.io.InputStream;

/** Reads a file of one format: checks it, writes its rows as blocks, and says what they hold. */
sealed interface DatasetReader permits TableReader, IdxFile {
  /**
   * @param content of the file, decompressed; read to its end
   */
  Description read(InputStream content) throws IOException;
}
