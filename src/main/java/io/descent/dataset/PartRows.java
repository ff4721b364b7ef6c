package io.descent.dataset;

import io.descent.engine.Task;

/** Takes the rows of a part, as their blocks come by, and keeps them to be read. */
interface PartRows extends AutoCloseable {

  /**
   * Takes the rows {@code rows[from]} to below {@code rows[to]} of the data set, which are all of
   * this block.
   */
  void add(RowBlock block, int[] rows, int from, int to);

  /** The rows once all are there, for one thread. */
  InputRows open();

  /** Bytes that they take outside of the heap. */
  default long fileBytes() {
    return 0;
  }

  @Override
  default void close() {}

  /** The target of a row of a block. */
  static float target(Encoding encoding, RowBlock block, int row) {
    return encoding.task() == Task.CLASSIFICATION
        ? block.labels()[row]
        : encoding.target().encode(block.values()[row]);
  }
}
