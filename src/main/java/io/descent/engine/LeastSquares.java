package io.descent.engine;

import org.ojalgo.matrix.decomposition.QR;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/**
 * Least squares with an intercept, W = argmin ‖[X 1] W − Y‖², of rows that come one after another.
 * Of the rows so far only the triangle R of [X 1 Y] = Q R is kept: blocks of rows are put below it
 * and it is made a triangle again (Golub and Van Loan, Matrix Computations, section 6.5). In the
 * end the shortest of the best weights follows from the singular values of the part of X.
 */
public final class LeastSquares {

  /** Singular values below this share of the largest count as none. */
  private static final double TOLERANCE = 1e-10;

  private static final int BLOCK = 1024;

  /** What a fit may take: some seconds. */
  public static final double MOST_FLOPS = 1e10;

  /** Matrices of the stacked rows while they are reduced: these, their factors, the next ones. */
  private static final int STACKS = 4;

  /** Square matrices while the singular values are found: R, both sides, and room to work. */
  private static final int SQUARES = 8;

  private final int inputs;
  private final int outputs;
  private final int width;
  private final int blockRows;

  /** The triangle above, new rows below. */
  private R064Store stacked;

  private int filled;

  /**
   * @param inputs columns of X
   * @param outputs columns of Y
   */
  public LeastSquares(int inputs, int outputs) {
    this.inputs = inputs + 1;
    this.outputs = outputs;
    this.width = this.inputs + outputs;
    this.blockRows = Math.max(BLOCK, width);
    this.stacked = R064Store.FACTORY.make(width + blockRows, width);
  }

  /**
   * Floating-point operations that so many rows take, by the leading terms of Householder QR of
   * each block, 2 m n², and of a singular value decomposition with both sides, 22 n³.
   */
  public static double flops(long rows, int inputs, int outputs) {
    double n = inputs + 1.0;
    double width = n + outputs;
    double block = Math.max(BLOCK, width);
    return Math.ceil(rows / block) * 2 * (width + block) * width * width + 22 * n * n * n;
  }

  /** Whether a fit takes at most {@link #MOST_FLOPS}. */
  public static boolean isAffordable(long rows, int inputs, int outputs) {
    return flops(rows, inputs, outputs) <= MOST_FLOPS;
  }

  /** Bytes that a fit takes at most, however many rows there are. */
  public static long memory(int inputs, int outputs) {
    long n = inputs + 1L;
    long width = n + outputs;
    long stack = (width + Math.max(BLOCK, width)) * width;
    return Math.max(STACKS * stack, stack + SQUARES * n * n) * Double.BYTES;
  }

  /** Whether the next row is taken only after {@link #reduce}, which takes its time. */
  public boolean isFull() {
    return filled == blockRows;
  }

  /** Takes a row of X and its row of Y. */
  public void add(double[] x, double[] y) {
    if (isFull()) {
      reduce();
    }
    int row = width + filled++;
    for (int j = 0; j < inputs - 1; j++) {
      stacked.set(row, j, x[j]);
    }
    stacked.set(row, inputs - 1, 1);
    for (int j = 0; j < outputs; j++) {
      stacked.set(row, inputs + j, y[j]);
    }
  }

  /** Makes a triangle of all rows so far. */
  public void reduce() {
    // Not the one for this size: of wide matrices that one loses what stands beside columns of
    // zeros
    QR<Double> qr = QR.R064.make(false);
    qr.decompose(stacked);
    MatrixStore<Double> triangle = qr.getR();
    R064Store next = R064Store.FACTORY.make(width + blockRows, width);
    for (int j = 0; j < width; j++) {
      for (int i = 0; i <= j; i++) {
        next.set(i, j, triangle.doubleValue(i, j));
      }
    }
    stacked = next;
    filled = 0;
  }

  /**
   * The weights of all rows so far: (inputs + 1, outputs), the intercept last. Where columns depend
   * on one another the shortest of all that fit equally well.
   */
  public double[][] weights() {
    reduce();
    R064Store left = R064Store.FACTORY.make(inputs, inputs);
    for (int j = 0; j < inputs; j++) {
      for (int i = 0; i <= j; i++) {
        left.set(i, j, stacked.doubleValue(i, j));
      }
    }
    SingularValue<Double> svd = SingularValue.R064.make(left);
    svd.decompose(left);
    double[] values = svd.getSingularValues().toRawCopy1D();
    double[][] weights = new double[inputs][outputs];
    for (int k = 0; k < values.length && values[k] > TOLERANCE * values[0]; k++) {
      addDirection(svd, k, values[k], weights);
    }
    return weights;
  }

  /** W += v (uᵀ Y) / s */
  private void addDirection(SingularValue<Double> svd, int k, double value, double[][] weights) {
    MatrixStore<Double> u = svd.getU();
    MatrixStore<Double> v = svd.getV();
    for (int output = 0; output < outputs; output++) {
      double product = 0;
      for (int i = 0; i < inputs; i++) {
        product += u.doubleValue(i, k) * stacked.doubleValue(i, inputs + output);
      }
      for (int i = 0; i < inputs; i++) {
        weights[i][output] += v.doubleValue(i, k) * (product / value);
      }
    }
  }
}
