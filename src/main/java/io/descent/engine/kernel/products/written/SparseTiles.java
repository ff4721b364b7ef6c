package io.descent.engine.kernel.products.written;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of few rows of a left factor with many zeros, written by {@code SparseTileWriter}:
 * c[r, j] = Σ a[r, p] · b[p, j] for p from {@code from} to below {@code to}, a chain of fused
 * multiply-adds in ascending p from +0, or from what c holds where {@code resume}; a sum of −0 is
 * stored as +0.
 *
 * <p>a[r, p] is {@code a[p + r · STEP]}, b[p, j] is {@code b[offsets[p] + j]}, c[r, j] is {@code
 * c[co + r · ldc + j]}. As one index serves for a and for the offsets, the loop keeps to the
 * registers.
 */
public final class SparseTiles {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Rows of the tallest tile that keeps to the registers of this width. */
  public static final int TALLEST = L >= 16 ? 3 : 2;

  /** Vectors of the widest tile. */
  public static final int WIDEST = 4;

  /**
   * Terms of a row at most: 32 kB of four vectors of 16 lanes. A byte has to hold their numbers.
   */
  public static final int TERMS = 128;

  /** Values from one row to the next: the terms, and a vector more. */
  public static final int STEP = TERMS + L;

  private SparseTiles() {}

  /** A tile of so many rows and vectors. */
  public static void tile(
      int rows,
      int vectors,
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    switch (rows) {
      case 3 -> rows3(vectors, from, to, offsets, a, b, c, co, ldc, resume);
      case 2 -> rows2(vectors, from, to, offsets, a, b, c, co, ldc, resume);
      default -> rows1(vectors, from, to, offsets, a, b, c, co, ldc, resume);
    }
  }

  private static void rows3(
      int vectors,
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    switch (vectors) {
      case 4 -> tile3x4(from, to, offsets, a, b, c, co, ldc, resume);
      case 3 -> tile3x3(from, to, offsets, a, b, c, co, ldc, resume);
      case 2 -> tile3x2(from, to, offsets, a, b, c, co, ldc, resume);
      default -> tile3x1(from, to, offsets, a, b, c, co, ldc, resume);
    }
  }

  private static void rows2(
      int vectors,
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    switch (vectors) {
      case 4 -> tile2x4(from, to, offsets, a, b, c, co, ldc, resume);
      case 3 -> tile2x3(from, to, offsets, a, b, c, co, ldc, resume);
      case 2 -> tile2x2(from, to, offsets, a, b, c, co, ldc, resume);
      default -> tile2x1(from, to, offsets, a, b, c, co, ldc, resume);
    }
  }

  private static void rows1(
      int vectors,
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    switch (vectors) {
      case 4 -> tile1x4(from, to, offsets, a, b, c, co, ldc, resume);
      case 3 -> tile1x3(from, to, offsets, a, b, c, co, ldc, resume);
      case 2 -> tile1x2(from, to, offsets, a, b, c, co, ldc, resume);
      default -> tile1x1(from, to, offsets, a, b, c, co, ldc, resume);
    }
  }

  private static void tile3x4(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
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
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    FloatVector c2_2 = zero;
    FloatVector c2_3 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L);
      c0_3 = FloatVector.fromArray(S, c, co + 3 * L);
      c1_0 = FloatVector.fromArray(S, c, co + ldc);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L);
      c1_3 = FloatVector.fromArray(S, c, co + ldc + 3 * L);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L);
      c2_2 = FloatVector.fromArray(S, c, co + 2 * ldc + 2 * L);
      c2_3 = FloatVector.fromArray(S, c, co + 2 * ldc + 3 * L);
    }
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = FloatVector.broadcast(S, a[p + STEP]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
      FloatVector x2 = FloatVector.broadcast(S, a[p + 2 * STEP]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
      c2_3 = x2.fma(b3, c2_3);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
    c0_3.add(zero).intoArray(c, co + 3 * L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c1_2.add(zero).intoArray(c, co + ldc + 2 * L);
    c1_3.add(zero).intoArray(c, co + ldc + 3 * L);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c2_1.add(zero).intoArray(c, co + 2 * ldc + L);
    c2_2.add(zero).intoArray(c, co + 2 * ldc + 2 * L);
    c2_3.add(zero).intoArray(c, co + 2 * ldc + 3 * L);
  }

  private static void tile3x3(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
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
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    FloatVector c2_2 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L);
      c1_0 = FloatVector.fromArray(S, c, co + ldc);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L);
      c2_2 = FloatVector.fromArray(S, c, co + 2 * ldc + 2 * L);
    }
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      FloatVector x1 = FloatVector.broadcast(S, a[p + STEP]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      FloatVector x2 = FloatVector.broadcast(S, a[p + 2 * STEP]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c1_2.add(zero).intoArray(c, co + ldc + 2 * L);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c2_1.add(zero).intoArray(c, co + 2 * ldc + L);
    c2_2.add(zero).intoArray(c, co + 2 * ldc + 2 * L);
  }

  private static void tile3x2(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
      c1_0 = FloatVector.fromArray(S, c, co + ldc);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L);
    }
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = FloatVector.broadcast(S, a[p + STEP]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = FloatVector.broadcast(S, a[p + 2 * STEP]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c2_1.add(zero).intoArray(c, co + 2 * ldc + L);
  }

  private static void tile3x1(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c1_0 = zero;
    FloatVector c2_0 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c1_0 = FloatVector.fromArray(S, c, co + ldc);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc);
    }
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[p + STEP]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[p + 2 * STEP]);
      c2_0 = x2.fma(b0, c2_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
  }

  private static void tile2x4(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
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
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = FloatVector.broadcast(S, a[p + STEP]);
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
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
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
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      FloatVector x1 = FloatVector.broadcast(S, a[p + STEP]);
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
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
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
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = FloatVector.broadcast(S, a[p + STEP]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
  }

  private static void tile2x1(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
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
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[p + STEP]);
      c1_0 = x1.fma(b0, c1_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
  }

  private static void tile1x4(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
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
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
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
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
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
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
  }

  private static void tile1x2(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
      c0_1 = FloatVector.fromArray(S, c, co + L);
    }
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
  }

  private static void tile1x1(
      int from,
      int to,
      int[] offsets,
      float[] a,
      float[] b,
      float[] c,
      int co,
      int ldc,
      boolean resume) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0_0 = zero;
    if (resume) {
      c0_0 = FloatVector.fromArray(S, c, co);
    }
    for (int p = from; p < to; p++) {
      int bt = offsets[p];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[p]);
      c0_0 = x0.fma(b0, c0_0);
    }
    c0_0.add(zero).intoArray(c, co);
  }
}
