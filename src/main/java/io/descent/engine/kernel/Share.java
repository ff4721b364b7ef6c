package io.descent.engine.kernel;

/** An operation that is shared out by its outputs, each of which one thread computes whole. */
public interface Share {

  /**
   * Outputs {@code from} to below {@code to}.
   *
   * @param kernels of the thread that computes them
   */
  void part(Kernels kernels, int from, int to);
}
