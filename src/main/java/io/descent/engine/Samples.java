package io.descent.engine;

/**
 * Rows a network learns from or is measured on, already encoded. Rows are numbered from 0 and never
 * change. Implementations are read by one thread at a time.
 */
public interface Samples {

  int rows();

  /**
   * What the rows follow from: the content, and every choice that decides which rows they are and
   * how they are encoded. Equal texts mean equal rows. It tells nothing that code computes, such as
   * their order, and stays the same in later versions. Empty for rows that no state is kept of.
   */
  default String origin() {
    return "";
  }

  /** Values of one input: the size of the network's input shape. */
  int inputs();

  /** Values of one target: 1 (the class number) for softmax cross entropy, else the outputs. */
  int targets();

  /**
   * Tells that the inputs of these rows, {@code rows[from…]}, are copied next: they may be brought
   * near together, which takes less time than one after another.
   */
  default void prefetch(int[] rows, int from, int count) {}

  /** Copies the input of a row, in the order of the input shape, to {@code into[at…]}. */
  void input(int row, float[] into, int at);

  /** Whether inputs are pixels, each a byte divided by 255. */
  default boolean arePixels() {
    return false;
  }

  /**
   * Copies the bytes that {@link #input} divides, in the same order, to {@code into[at…]}. Up to 63
   * bytes behind them may be lost, so a batch is filled from its first row to its last.
   *
   * @throws UnsupportedOperationException where inputs are no pixels
   */
  default void pixels(int row, byte[] into, int at) {
    throw new UnsupportedOperationException("inputs are no pixels");
  }

  /** Copies the target of a row to {@code into[at…]}. */
  void target(int row, float[] into, int at);
}
