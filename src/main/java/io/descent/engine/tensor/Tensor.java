package io.descent.engine.tensor;

import org.ojalgo.matrix.store.R032Store;

/**
 * A matrix of float32, row-major over an ojAlgo store: the store is column-major, so it is the
 * matrix transposed, and both share one array. Rows start {@code stride} floats apart; what lies
 * beyond the columns is padding, whose values mean nothing.
 */
public final class Tensor {

  /** The stand-in where no matrix is needed. */
  public static final Tensor NONE = new Tensor(0, 0, 1);

  /** Floats that widths are rounded up to: the lanes of the widest vectors. */
  private static final int LANES = 16;

  private final int rows;
  private final int columns;
  private final int stride;
  private final float[] data;
  private final R032Store store;

  private Tensor(int rows, int columns, int stride) {
    this(rows, columns, stride, new float[Math.multiplyExact(rows, stride)]);
  }

  private Tensor(int rows, int columns, int stride, float[] data) {
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
    this.data = data;
    this.store = R032Store.wrap(data, stride);
  }

  /** Zeros, each row padded to whole vectors. */
  public static Tensor padded(int rows, int columns) {
    return new Tensor(rows, columns, pad(columns));
  }

  /** Zeros at a given stride. */
  public static Tensor strided(int rows, int columns, int stride) {
    return new Tensor(rows, columns, stride);
  }

  /** The same floats seen with other extents. */
  public Tensor viewed(int otherRows, int otherColumns, int otherStride) {
    return new Tensor(otherRows, otherColumns, otherStride, data);
  }

  public static int pad(int columns) {
    return Math.ceilDiv(columns, LANES) * LANES;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public int stride() {
    return stride;
  }

  /** The shared array, not a copy. */
  public float[] data() {
    return data;
  }

  /** Whether it holds neither infinities nor NaN. */
  public boolean isFinite() {
    for (int r = 0; r < rows; r++) {
      for (int at = r * stride; at < r * stride + columns; at++) {
        if (!Float.isFinite(data[at])) {
          return false;
        }
      }
    }
    return true;
  }

  /** The transposed matrix, stride × rows, over the same array. */
  public R032Store store() {
    return store;
  }

  /** A copy of the first rows, without what pads them. */
  public float[] rows(int count) {
    float[] values = new float[count * columns];
    for (int r = 0; r < count; r++) {
      System.arraycopy(data, r * stride, values, r * columns, columns);
    }
    return values;
  }

  /**
   * A copy of the first samples in client order: maps are stored channels last.
   *
   * @param size values of a sample
   */
  public float[] planes(int samples, long size) {
    int positions = Math.toIntExact(size / columns);
    float[] values = new float[samples * positions * columns];
    for (int n = 0; n < samples; n++) {
      for (int p = 0; p < positions; p++) {
        int from = (n * positions + p) * stride;
        for (int c = 0; c < columns; c++) {
          values[(n * columns + c) * positions + p] = data[from + c];
        }
      }
    }
    return values;
  }
}
