package io.descent.engine;

/** Forward passes in inference mode. Not shareable between threads. */
public final class Predictor {

  private Predictor() {}

  /** Values of one output. */
  public int outputs() {
    throw new UnsupportedOperationException();
  }

  /**
   * Raw outputs (rows × outputs) of encoded inputs (rows × inputs). A batch of n gives the bits of
   * n single rows.
   *
   * @param rows at most the predictor's batch
   */
  public void predict(float[] inputs, int rows, float[] outputs) {
    throw new UnsupportedOperationException();
  }

  /**
   * Turns raw outputs into what the loss says they mean: softmax for {@code SOFTMAX_CE}, sigmoid
   * for {@code BCE_LOGITS}, nothing for {@code MSE}.
   */
  public void activateInPlace(float[] outputs, int rows) {
    throw new UnsupportedOperationException();
  }
}
