package io.descent.engine;

import io.descent.engine.tensor.Tensor;

/** Forward passes in inference mode. Not shareable between threads. */
public final class Predictor {

  private final Net net;

  Predictor(Net net) {
    this.net = net;
  }

  /** Values of one output. */
  public int outputs() {
    return net.outputs();
  }

  /**
   * Raw outputs (rows × outputs) of encoded inputs (rows × inputs). A batch of n gives the bits of
   * n single rows.
   *
   * @param rows at most the predictor's batch
   */
  public void predict(float[] inputs, int rows, float[] outputs) {
    net.batch().loadInputs(inputs, rows);
    Tensor y = net.infer(rows);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(y.data(), r * y.stride(), outputs, r * outputs(), outputs());
    }
  }

  /**
   * Turns raw outputs into what the loss says they mean: softmax for {@code SOFTMAX_CE}, sigmoid
   * for {@code BCE_LOGITS}, nothing for {@code MSE}.
   *
   * @param rows at most the predictor's batch
   */
  public void activateInPlace(float[] outputs, int rows) {
    net.loss().activateInPlace(outputs, outputs(), rows);
  }
}
