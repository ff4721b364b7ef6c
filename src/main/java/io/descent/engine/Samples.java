package io.descent.engine;

/**
 * Rows a network learns from or is measured on, already encoded. Rows are numbered from 0 and never
 * change. Implementations are read by one thread at a time.
 */
public interface Samples {

  int rows();

  /** Values of one input: the size of the network's input shape. */
  int inputs();

  /** Values of one target: 1 (the class number) for softmax cross entropy, else the outputs. */
  int targets();

  /** Copies the input of a row, in the order of the input shape, to {@code into[at…]}. */
  void input(int row, float[] into, int at);

  /** Copies the target of a row to {@code into[at…]}. */
  void target(int row, float[] into, int at);
}
