package io.descent.engine.tensor;

/**
 * A named tensor of a network: a weight with its gradient, or a running statistic without.
 *
 * @param name layer index and letter, such as {@code 0.W}
 * @param gradient {@link Tensor#NONE} where nothing is learnt
 */
public record Parameter(
    String name, Layout layout, Tensor value, Tensor gradient, boolean trainable) {

  /** The number of values, padding not counted. */
  public int size() {
    return layout.size();
  }

  /** A copy of the values in client order. */
  public float[] read() {
    float[] logical = new float[size()];
    readInto(logical);
    return logical;
  }

  /** Copies the values in client order. */
  public void readInto(float[] logical) {
    layout.gather(value.data(), logical);
  }

  /** Sets the values, given in client order. */
  public void write(float[] logical) {
    layout.scatter(logical, value.data());
  }
}
