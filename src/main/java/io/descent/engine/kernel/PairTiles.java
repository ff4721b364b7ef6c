package io.descent.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of one or two rows, written by {@code PairTileWriter}: c[r, j] = Σ a[r, p] · b[p,
 * j] for p below {@code count}, a chain of fused multiply-adds in ascending p from +0, or from what
 * c holds where {@code resume}; a sum of −0 is stored as +0.
 *
 * <p>a[0, p] is {@code a[a0 + p]}, a[1, p] is {@code a[a1 + p]}, b[p, j] is {@code b[bo +
 * offsets[from + p] + j]}, c[r, j] is {@code c[co + r · ldc + j]}. As the places of a follow from
 * p, they are checked once before the loop.
 */
final class PairTiles {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Vectors of the widest tile. */
  static final int WIDEST = 4;

  private PairTiles() {}

  /** A tile of so many vectors. */
  static void two(
      int vectors,
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      int a1,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    switch (vectors) {
      case 4 -> tile2x4(count, offsets, from, a, a0, a1, b, bo, c, co, ldc, resume);
      case 3 -> tile2x3(count, offsets, from, a, a0, a1, b, bo, c, co, ldc, resume);
      case 2 -> tile2x2(count, offsets, from, a, a0, a1, b, bo, c, co, ldc, resume);
      default -> tile2x1(count, offsets, from, a, a0, a1, b, bo, c, co, ldc, resume);
    }
  }

  /** A tile of so many vectors. */
  static void one(
      int vectors,
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      float[] b,
      int bo,
      float[] c,
      int co,
      boolean resume) {
    switch (vectors) {
      case 4 -> tile1x4(count, offsets, from, a, a0, b, bo, c, co, resume);
      case 3 -> tile1x3(count, offsets, from, a, a0, b, bo, c, co, resume);
      case 2 -> tile1x2(count, offsets, from, a, a0, b, bo, c, co, resume);
      default -> tile1x1(count, offsets, from, a, a0, b, bo, c, co, resume);
    }
  }

  private static void tile2x4(
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      int a1,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    FloatVector c0_3 = zero;
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    FloatVector c1_3 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L);
      c0_3 = FloatVector.fromArray(S, c, co + 3 * L);
      c1_0 = FloatVector.fromArray(S, c, co + ldc);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L);
      c1_3 = FloatVector.fromArray(S, c, co + ldc + 3 * L);
    }
    for (int p = 0; p < count; p++) {
      int bt = bo + offsets[from + p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
    c0_3.add(zero).intoArray(c, co + 3 * L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c1_2.add(zero).intoArray(c, co + ldc + 2 * L);
    c1_3.add(zero).intoArray(c, co + ldc + 3 * L);
  }

  private static void tile2x3(
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      int a1,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L);
      c1_0 = FloatVector.fromArray(S, c, co + ldc);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L);
    }
    for (int p = 0; p < count; p++) {
      int bt = bo + offsets[from + p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c1_2.add(zero).intoArray(c, co + ldc + 2 * L);
  }

  private static void tile2x2(
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      int a1,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
      c1_0 = FloatVector.fromArray(S, c, co + ldc);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L);
    }
    for (int p = 0; p < count; p++) {
      int bt = bo + offsets[from + p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
  }

  private static void tile2x1(
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      int a1,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c1_0 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c1_0 = FloatVector.fromArray(S, c, co + ldc);
    }
    for (int p = 0; p < count; p++) {
      int bt = bo + offsets[from + p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      c1_0 = x1.fma(b0, c1_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
  }

  private static void tile1x4(
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      float[] b,
      int bo,
      float[] c,
      int co,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    FloatVector c0_3 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L);
      c0_3 = FloatVector.fromArray(S, c, co + 3 * L);
    }
    for (int p = 0; p < count; p++) {
      int bt = bo + offsets[from + p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
    c0_3.add(zero).intoArray(c, co + 3 * L);
  }

  private static void tile1x3(
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      float[] b,
      int bo,
      float[] c,
      int co,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L);
    }
    for (int p = 0; p < count; p++) {
      int bt = bo + offsets[from + p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
  }

  private static void tile1x2(
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      float[] b,
      int bo,
      float[] c,
      int co,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
    }
    for (int p = 0; p < count; p++) {
      int bt = bo + offsets[from + p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
  }

  private static void tile1x1(
      int count,
      int[] offsets,
      int from,
      float[] a,
      int a0,
      float[] b,
      int bo,
      float[] c,
      int co,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
    }
    for (int p = 0; p < count; p++) {
      int bt = bo + offsets[from + p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      c0_0 = x0.fma(b0, c0_0);
    }
    c0_0.add(zero).intoArray(c, co);
  }
}
