package io.descent.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * A network with its weights, fixed: it predicts and is measured, and does not learn. Shareable.
 */
public final class Network {

  private Network() {}

  /** Parameters, then state, each in layer order. The arrays are copies. */
  public List<NamedTensor> tensors() {
    throw new UnsupportedOperationException();
  }

  public ModelSpec model() {
    throw new UnsupportedOperationException();
  }

  /** SHA-256, in hex, of what {@link #write} writes. */
  public String sha256() {
    throw new UnsupportedOperationException();
  }

  /** All parameters, then all state, in layer order and client layout, little-endian float32. */
  public void write(OutputStream out) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Reads what {@link #write} wrote; an IOException where the length does not fit. */
  public static Network read(ModelSpec model, InputStream in) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** A new predictor with buffers of its own over the shared weights; for one thread. */
  public Predictor predictor(int maxBatch) {
    throw new UnsupportedOperationException();
  }

  /**
   * The mean loss over all samples, in inference mode; {@code outputs} is shown the raw outputs of
   * each row in turn (the array is reused). Sums run in double in row order.
   */
  public double evaluate(Samples samples, ObjIntConsumer<float[]> outputs) {
    throw new UnsupportedOperationException();
  }
}
