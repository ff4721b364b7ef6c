package io.descent.engine.kernel.rows;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Rows;
import io.descent.engine.kernel.elementwise.ElementaryLanes;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Operations along the rows of a matrix: lanes are columns, the last ones under a mask.
 *
 * <p>A vector that a loop carries is an argument here, never the one that is called: of that the
 * compiler must know the class at once, or it may keep the vector as an object for good.
 */
public final class VectorRows implements Rows {

  private static final int BLOCK = Kernels.BLOCK;
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  @Override
  public void addRowInPlace(int from, int to, int columns, float[] bias, float[] y, int ld) {
    int whole = columns / L * L;
    VectorMask<Float> rest = S.indexInRange(whole, columns);
    for (int r = from, row = from * ld; r < to; r++, row += ld) {
      for (int j = 0; j < whole; j += L) {
        FloatVector b = FloatVector.fromArray(S, bias, j);
        FloatVector.fromArray(S, y, row + j).add(b).intoArray(y, row + j);
      }
      if (whole < columns) {
        FloatVector b = FloatVector.fromArray(S, bias, whole, rest);
        FloatVector.fromArray(S, y, row + whole, rest).add(b).intoArray(y, row + whole, rest);
      }
    }
  }

  @Override
  public void columnSums(int from, int to, int rows, float[] x, int ld, float[] sums) {
    for (int j = from; j < to; j += L) {
      VectorMask<Float> mask = S.indexInRange(j, to);
      FloatVector.zero(S).intoArray(sums, j, mask);
      for (int first = 0; first < rows; first += BLOCK) {
        FloatVector acc = FloatVector.zero(S);
        int end = Math.min(rows, first + BLOCK);
        for (int r = first, at = first * ld + j; r < end; r++, at += ld) {
          acc = FloatVector.fromArray(S, x, at, mask).add(acc);
        }
        FloatVector.fromArray(S, sums, j, mask).add(acc).intoArray(sums, j, mask);
      }
    }
  }

  @Override
  public void columnSquares(
      int from, int to, int rows, float[] x, int ld, float[] mean, float[] sums) {
    for (int j = from; j < to; j += L) {
      VectorMask<Float> mask = S.indexInRange(j, to);
      FloatVector center = FloatVector.fromArray(S, mean, j, mask);
      FloatVector.zero(S).intoArray(sums, j, mask);
      for (int first = 0; first < rows; first += BLOCK) {
        FloatVector acc = FloatVector.zero(S);
        int end = Math.min(rows, first + BLOCK);
        for (int r = first, at = first * ld + j; r < end; r++, at += ld) {
          FloatVector d = FloatVector.fromArray(S, x, at, mask).sub(center);
          acc = d.fma(d, acc);
        }
        FloatVector.fromArray(S, sums, j, mask).add(acc).intoArray(sums, j, mask);
      }
    }
  }

  @Override
  public void columnProducts(
      int from, int to, int rows, float[] x, float[] y, int ld, float[] sums) {
    for (int j = from; j < to; j += L) {
      VectorMask<Float> mask = S.indexInRange(j, to);
      FloatVector.zero(S).intoArray(sums, j, mask);
      for (int first = 0; first < rows; first += BLOCK) {
        FloatVector acc = FloatVector.zero(S);
        int end = Math.min(rows, first + BLOCK);
        for (int r = first, at = first * ld + j; r < end; r++, at += ld) {
          FloatVector v = FloatVector.fromArray(S, x, at, mask);
          acc = v.fma(FloatVector.fromArray(S, y, at, mask), acc);
        }
        FloatVector.fromArray(S, sums, j, mask).add(acc).intoArray(sums, j, mask);
      }
    }
  }

  @Override
  public void normalize(
      int from,
      int to,
      int columns,
      int ld,
      float[] x,
      float[] mean,
      float[] inverse,
      float[] gamma,
      float[] beta,
      float[] normal,
      float[] y) {
    for (int j = 0; j < columns; j += L) {
      VectorMask<Float> mask = S.indexInRange(j, columns);
      FloatVector center = FloatVector.fromArray(S, mean, j, mask);
      FloatVector factor = FloatVector.fromArray(S, inverse, j, mask);
      FloatVector g = FloatVector.fromArray(S, gamma, j, mask);
      FloatVector b = FloatVector.fromArray(S, beta, j, mask);
      for (int r = from, at = from * ld + j; r < to; r++, at += ld) {
        FloatVector z = FloatVector.fromArray(S, x, at, mask).sub(center).mul(factor);
        z.intoArray(normal, at, mask);
        g.fma(z, b).intoArray(y, at, mask);
      }
    }
  }

  @Override
  public void normalizeGradient(
      int from,
      int to,
      int columns,
      int ld,
      float[] dy,
      float[] normal,
      float[] scale,
      float[] shift,
      float[] slope,
      float[] dx) {
    for (int j = 0; j < columns; j += L) {
      VectorMask<Float> mask = S.indexInRange(j, columns);
      FloatVector factor = FloatVector.fromArray(S, scale, j, mask);
      FloatVector less = FloatVector.fromArray(S, shift, j, mask);
      FloatVector minus = FloatVector.fromArray(S, slope, j, mask).neg();
      for (int r = from, at = from * ld + j; r < to; r++, at += ld) {
        FloatVector d = FloatVector.fromArray(S, dy, at, mask).sub(less);
        FloatVector z = FloatVector.fromArray(S, normal, at, mask);
        factor.mul(minus.fma(z, d)).intoArray(dx, at, mask);
      }
    }
  }

  /** The order of a maximum does not matter; that of the sum does, and it is taken one by one. */
  @Override
  public void softmax(
      int from,
      int to,
      int columns,
      float[] y,
      int ldy,
      float[] p,
      int ldp,
      float[] max,
      float[] sum) {
    for (int r = from; r < to; r++) {
      float m = largest(columns, y, r * ldy);
      exponentials(columns, y, r * ldy, m, p, r * ldp);
      float s = 0f;
      for (int j = 0; j < columns; j++) {
        s += p[r * ldp + j];
      }
      divide(columns, p, r * ldp, s);
      max[r] = m;
      sum[r] = s;
    }
  }

  private static float largest(int columns, float[] y, int at) {
    FloatVector least = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    FloatVector most = least;
    for (int j = 0; j < columns; j += L) {
      VectorMask<Float> mask = S.indexInRange(j, columns);
      most = least.blend(FloatVector.fromArray(S, y, at + j, mask), mask).max(most);
    }
    return least.max(most).reduceLanes(VectorOperators.MAX);
  }

  private static void exponentials(int columns, float[] y, int at, float max, float[] p, int to) {
    for (int j = 0; j < columns; j += L) {
      VectorMask<Float> mask = S.indexInRange(j, columns);
      FloatVector below = FloatVector.fromArray(S, y, at + j, mask).sub(max);
      below.intoArray(p, to + j, mask);
    }
    ElementaryLanes.exp(columns, p, to);
  }

  private static void divide(int columns, float[] p, int at, float sum) {
    for (int j = 0; j < columns; j += L) {
      VectorMask<Float> mask = S.indexInRange(j, columns);
      FloatVector.fromArray(S, p, at + j, mask).div(sum).intoArray(p, at + j, mask);
    }
  }

  /** Partial i of 64 takes the squares of x[i], x[i + 64], …: lanes are partials. */
  @Override
  public void addSquares(int n, float[] x, double[] partials) {
    int whole = n / PARTIALS * PARTIALS;
    DoubleVector zero = DoubleVector.zero(D);
    for (int j = 0; j < PARTIALS; j += L) {
      DoubleVector low = DoubleVector.fromArray(D, partials, j);
      DoubleVector high = DoubleVector.fromArray(D, partials, j + L / 2);
      for (int i = j; i < whole; i += PARTIALS) {
        FloatVector v = FloatVector.fromArray(S, x, i);
        DoubleVector a = (DoubleVector) v.convertShape(VectorOperators.F2D, D, 0);
        DoubleVector b = (DoubleVector) v.convertShape(VectorOperators.F2D, D, 1);
        low = a.mul(a).add(low);
        high = b.mul(b).add(high);
      }
      zero.add(low).intoArray(partials, j);
      zero.add(high).intoArray(partials, j + L / 2);
    }
    for (int i = whole; i < n; i++) {
      partials[i % PARTIALS] += (double) x[i] * x[i];
    }
  }
}
