package io.descent.engine.kernel.products.written;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles, written by {@code TileWriter}: c[r, j] = Σ a[r, p] · b[p, j] + 0 for p from
 * {@code from} to below {@code to}, a chain of fused multiply-adds from +0 in ascending p, whose
 * sum is added to what c holds where {@code add}.
 *
 * <p>a[r, p] is {@code a[ao + ar[r] + terms[2p]]}, b[p, j] is {@code b[bo + terms[2p + 1] + j]},
 * c[r, j] is {@code c[co + r · ldc + j]}. Lanes and rows are outputs; no sum crosses a lane.
 */
public final class Tiles {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Vectors of the widest panel whose tiles keep to the registers of this width. */
  public static final int WIDEST = L >= 16 ? 4 : 2;

  private Tiles() {}

  /**
   * Rows {@code first} to below {@code end} of a panel, whose columns fill so many vectors, or one
   * in part.
   */
  public static void panel(
      int vectors,
      int columns,
      int first,
      int end,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    switch (vectors) {
      case 4 -> panel4(first, end, from, to, terms, a, ao, ar, b, bo, c, co, ldc, add);
      case 3 -> panel3(first, end, from, to, terms, a, ao, ar, b, bo, c, co, ldc, add);
      case 2 -> panel2(first, end, from, to, terms, a, ao, ar, b, bo, c, co, ldc, add);
      default -> {
        if (columns < L) {
          panel1Masked(first, end, from, to, terms, a, ao, ar, b, bo, c, co, ldc, add, columns);
        } else {
          panel1(first, end, from, to, terms, a, ao, ar, b, bo, c, co, ldc, add);
        }
      }
    }
  }

  private static void panel4(
      int first,
      int end,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    int r = first;
    for (; r + 6 <= end; r += 6) {
      tile6x4(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
    }
    if (r + 4 <= end) {
      tile4x4(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 4;
    }
    if (r + 3 <= end) {
      tile3x4(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 3;
    }
    if (r + 2 <= end) {
      tile2x4(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 2;
    }
    if (r + 1 <= end) {
      tile1x4(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
    }
  }

  private static void panel3(
      int first,
      int end,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    int r = first;
    for (; r + 8 <= end; r += 8) {
      tile8x3(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
    }
    if (r + 4 <= end) {
      tile4x3(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 4;
    }
    if (r + 2 <= end) {
      tile2x3(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 2;
    }
    if (r + 1 <= end) {
      tile1x3(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
    }
  }

  private static void panel2(
      int first,
      int end,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    int r = first;
    if (L >= 16) {
      for (; r + 12 <= end; r += 12) {
        tile12x2(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      }
    }
    for (; r + 6 <= end; r += 6) {
      tile6x2(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
    }
    if (r + 4 <= end) {
      tile4x2(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 4;
    }
    if (r + 2 <= end) {
      tile2x2(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 2;
    }
    if (r + 1 <= end) {
      tile1x2(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
    }
  }

  private static void panel1(
      int first,
      int end,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    int r = first;
    switch (end - first) {
      case 25 -> {
        if (L >= 16) {
          tile25x1(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
          return;
        }
      }
      case 9 -> {
        tile9x1(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
        return;
      }
      default -> {}
    }
    if (L >= 16) {
      for (; r + 24 <= end; r += 24) {
        tile24x1(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      }
    }
    for (; r + 12 <= end; r += 12) {
      tile12x1(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
    }
    if (r + 8 <= end) {
      tile8x1(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 8;
    }
    if (r + 4 <= end) {
      tile4x1(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 4;
    }
    if (r + 2 <= end) {
      tile2x1(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
      r += 2;
    }
    if (r + 1 <= end) {
      tile1x1(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add);
    }
  }

  private static void panel1Masked(
      int first,
      int end,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add,
      int columns) {
    int r = first;
    for (; r + 12 <= end; r += 12) {
      tile12x1Masked(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add, columns);
    }
    if (r + 8 <= end) {
      tile8x1Masked(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add, columns);
      r += 8;
    }
    if (r + 4 <= end) {
      tile4x1Masked(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add, columns);
      r += 4;
    }
    if (r + 2 <= end) {
      tile2x1Masked(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add, columns);
      r += 2;
    }
    if (r + 1 <= end) {
      tile1x1Masked(r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add, columns);
    }
  }

  private static void tile6x4(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    FloatVector c0_3 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    FloatVector c1_3 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    FloatVector c2_2 = zero;
    FloatVector c2_3 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    FloatVector c3_1 = zero;
    FloatVector c3_2 = zero;
    FloatVector c3_3 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    FloatVector c4_1 = zero;
    FloatVector c4_2 = zero;
    FloatVector c4_3 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    FloatVector c5_1 = zero;
    FloatVector c5_2 = zero;
    FloatVector c5_3 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
      c2_3 = x2.fma(b3, c2_3);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      c3_2 = x3.fma(b2, c3_2);
      c3_3 = x3.fma(b3, c3_3);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      c4_2 = x4.fma(b2, c4_2);
      c4_3 = x4.fma(b3, c4_3);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      c5_2 = x5.fma(b2, c5_2);
      c5_3 = x5.fma(b3, c5_3);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
      c0_3 = FloatVector.fromArray(S, c, co + 3 * L).add(c0_3);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L).add(c1_2);
      c1_3 = FloatVector.fromArray(S, c, co + ldc + 3 * L).add(c1_3);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L).add(c2_1);
      c2_2 = FloatVector.fromArray(S, c, co + 2 * ldc + 2 * L).add(c2_2);
      c2_3 = FloatVector.fromArray(S, c, co + 2 * ldc + 3 * L).add(c2_3);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c3_1 = FloatVector.fromArray(S, c, co + 3 * ldc + L).add(c3_1);
      c3_2 = FloatVector.fromArray(S, c, co + 3 * ldc + 2 * L).add(c3_2);
      c3_3 = FloatVector.fromArray(S, c, co + 3 * ldc + 3 * L).add(c3_3);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c4_1 = FloatVector.fromArray(S, c, co + 4 * ldc + L).add(c4_1);
      c4_2 = FloatVector.fromArray(S, c, co + 4 * ldc + 2 * L).add(c4_2);
      c4_3 = FloatVector.fromArray(S, c, co + 4 * ldc + 3 * L).add(c4_3);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c5_1 = FloatVector.fromArray(S, c, co + 5 * ldc + L).add(c5_1);
      c5_2 = FloatVector.fromArray(S, c, co + 5 * ldc + 2 * L).add(c5_2);
      c5_3 = FloatVector.fromArray(S, c, co + 5 * ldc + 3 * L).add(c5_3);
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
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c3_1.add(zero).intoArray(c, co + 3 * ldc + L);
    c3_2.add(zero).intoArray(c, co + 3 * ldc + 2 * L);
    c3_3.add(zero).intoArray(c, co + 3 * ldc + 3 * L);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c4_1.add(zero).intoArray(c, co + 4 * ldc + L);
    c4_2.add(zero).intoArray(c, co + 4 * ldc + 2 * L);
    c4_3.add(zero).intoArray(c, co + 4 * ldc + 3 * L);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c5_1.add(zero).intoArray(c, co + 5 * ldc + L);
    c5_2.add(zero).intoArray(c, co + 5 * ldc + 2 * L);
    c5_3.add(zero).intoArray(c, co + 5 * ldc + 3 * L);
  }

  private static void tile4x4(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    FloatVector c0_3 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    FloatVector c1_3 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    FloatVector c2_2 = zero;
    FloatVector c2_3 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    FloatVector c3_1 = zero;
    FloatVector c3_2 = zero;
    FloatVector c3_3 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
      c2_3 = x2.fma(b3, c2_3);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      c3_2 = x3.fma(b2, c3_2);
      c3_3 = x3.fma(b3, c3_3);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
      c0_3 = FloatVector.fromArray(S, c, co + 3 * L).add(c0_3);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L).add(c1_2);
      c1_3 = FloatVector.fromArray(S, c, co + ldc + 3 * L).add(c1_3);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L).add(c2_1);
      c2_2 = FloatVector.fromArray(S, c, co + 2 * ldc + 2 * L).add(c2_2);
      c2_3 = FloatVector.fromArray(S, c, co + 2 * ldc + 3 * L).add(c2_3);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c3_1 = FloatVector.fromArray(S, c, co + 3 * ldc + L).add(c3_1);
      c3_2 = FloatVector.fromArray(S, c, co + 3 * ldc + 2 * L).add(c3_2);
      c3_3 = FloatVector.fromArray(S, c, co + 3 * ldc + 3 * L).add(c3_3);
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
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c3_1.add(zero).intoArray(c, co + 3 * ldc + L);
    c3_2.add(zero).intoArray(c, co + 3 * ldc + 2 * L);
    c3_3.add(zero).intoArray(c, co + 3 * ldc + 3 * L);
  }

  private static void tile3x4(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    FloatVector c0_3 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    FloatVector c1_3 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    FloatVector c2_2 = zero;
    FloatVector c2_3 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
      c2_3 = x2.fma(b3, c2_3);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
      c0_3 = FloatVector.fromArray(S, c, co + 3 * L).add(c0_3);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L).add(c1_2);
      c1_3 = FloatVector.fromArray(S, c, co + ldc + 3 * L).add(c1_3);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L).add(c2_1);
      c2_2 = FloatVector.fromArray(S, c, co + 2 * ldc + 2 * L).add(c2_2);
      c2_3 = FloatVector.fromArray(S, c, co + 2 * ldc + 3 * L).add(c2_3);
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

  private static void tile2x4(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    FloatVector c0_3 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    FloatVector c1_3 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      c1_3 = x1.fma(b3, c1_3);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
      c0_3 = FloatVector.fromArray(S, c, co + 3 * L).add(c0_3);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L).add(c1_2);
      c1_3 = FloatVector.fromArray(S, c, co + ldc + 3 * L).add(c1_3);
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

  private static void tile1x4(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    FloatVector c0_3 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, bt + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      c0_3 = x0.fma(b3, c0_3);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
      c0_3 = FloatVector.fromArray(S, c, co + 3 * L).add(c0_3);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
    c0_3.add(zero).intoArray(c, co + 3 * L);
  }

  private static void tile8x3(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    FloatVector c2_2 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    FloatVector c3_1 = zero;
    FloatVector c3_2 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    FloatVector c4_1 = zero;
    FloatVector c4_2 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    FloatVector c5_1 = zero;
    FloatVector c5_2 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    FloatVector c6_1 = zero;
    FloatVector c6_2 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    FloatVector c7_1 = zero;
    FloatVector c7_2 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      c3_2 = x3.fma(b2, c3_2);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      c4_2 = x4.fma(b2, c4_2);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      c5_2 = x5.fma(b2, c5_2);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      c6_2 = x6.fma(b2, c6_2);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
      c7_2 = x7.fma(b2, c7_2);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L).add(c1_2);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L).add(c2_1);
      c2_2 = FloatVector.fromArray(S, c, co + 2 * ldc + 2 * L).add(c2_2);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c3_1 = FloatVector.fromArray(S, c, co + 3 * ldc + L).add(c3_1);
      c3_2 = FloatVector.fromArray(S, c, co + 3 * ldc + 2 * L).add(c3_2);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c4_1 = FloatVector.fromArray(S, c, co + 4 * ldc + L).add(c4_1);
      c4_2 = FloatVector.fromArray(S, c, co + 4 * ldc + 2 * L).add(c4_2);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c5_1 = FloatVector.fromArray(S, c, co + 5 * ldc + L).add(c5_1);
      c5_2 = FloatVector.fromArray(S, c, co + 5 * ldc + 2 * L).add(c5_2);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc).add(c6_0);
      c6_1 = FloatVector.fromArray(S, c, co + 6 * ldc + L).add(c6_1);
      c6_2 = FloatVector.fromArray(S, c, co + 6 * ldc + 2 * L).add(c6_2);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc).add(c7_0);
      c7_1 = FloatVector.fromArray(S, c, co + 7 * ldc + L).add(c7_1);
      c7_2 = FloatVector.fromArray(S, c, co + 7 * ldc + 2 * L).add(c7_2);
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
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c3_1.add(zero).intoArray(c, co + 3 * ldc + L);
    c3_2.add(zero).intoArray(c, co + 3 * ldc + 2 * L);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c4_1.add(zero).intoArray(c, co + 4 * ldc + L);
    c4_2.add(zero).intoArray(c, co + 4 * ldc + 2 * L);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c5_1.add(zero).intoArray(c, co + 5 * ldc + L);
    c5_2.add(zero).intoArray(c, co + 5 * ldc + 2 * L);
    c6_0.add(zero).intoArray(c, co + 6 * ldc);
    c6_1.add(zero).intoArray(c, co + 6 * ldc + L);
    c6_2.add(zero).intoArray(c, co + 6 * ldc + 2 * L);
    c7_0.add(zero).intoArray(c, co + 7 * ldc);
    c7_1.add(zero).intoArray(c, co + 7 * ldc + L);
    c7_2.add(zero).intoArray(c, co + 7 * ldc + 2 * L);
  }

  private static void tile4x3(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    FloatVector c2_2 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    FloatVector c3_1 = zero;
    FloatVector c3_2 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      c2_2 = x2.fma(b2, c2_2);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      c3_2 = x3.fma(b2, c3_2);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L).add(c1_2);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L).add(c2_1);
      c2_2 = FloatVector.fromArray(S, c, co + 2 * ldc + 2 * L).add(c2_2);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c3_1 = FloatVector.fromArray(S, c, co + 3 * ldc + L).add(c3_1);
      c3_2 = FloatVector.fromArray(S, c, co + 3 * ldc + 2 * L).add(c3_2);
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
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c3_1.add(zero).intoArray(c, co + 3 * ldc + L);
    c3_2.add(zero).intoArray(c, co + 3 * ldc + 2 * L);
  }

  private static void tile2x3(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    FloatVector c1_2 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      c1_2 = x1.fma(b2, c1_2);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c1_2 = FloatVector.fromArray(S, c, co + ldc + 2 * L).add(c1_2);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c1_2.add(zero).intoArray(c, co + ldc + 2 * L);
  }

  private static void tile1x3(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    FloatVector c0_2 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector b2 = FloatVector.fromArray(S, b, bt + 2 * L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      c0_2 = x0.fma(b2, c0_2);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c0_2 = FloatVector.fromArray(S, c, co + 2 * L).add(c0_2);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c0_2.add(zero).intoArray(c, co + 2 * L);
  }

  private static void tile12x2(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    FloatVector c3_1 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    FloatVector c4_1 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    FloatVector c5_1 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    FloatVector c6_1 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    FloatVector c7_1 = zero;
    int a8 = ao + ar[r0 + 8];
    FloatVector c8_0 = zero;
    FloatVector c8_1 = zero;
    int a9 = ao + ar[r0 + 9];
    FloatVector c9_0 = zero;
    FloatVector c9_1 = zero;
    int a10 = ao + ar[r0 + 10];
    FloatVector c10_0 = zero;
    FloatVector c10_1 = zero;
    int a11 = ao + ar[r0 + 11];
    FloatVector c11_0 = zero;
    FloatVector c11_1 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      c6_1 = x6.fma(b1, c6_1);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
      c7_1 = x7.fma(b1, c7_1);
      FloatVector x8 = FloatVector.broadcast(S, a[a8 + at]);
      c8_0 = x8.fma(b0, c8_0);
      c8_1 = x8.fma(b1, c8_1);
      FloatVector x9 = FloatVector.broadcast(S, a[a9 + at]);
      c9_0 = x9.fma(b0, c9_0);
      c9_1 = x9.fma(b1, c9_1);
      FloatVector x10 = FloatVector.broadcast(S, a[a10 + at]);
      c10_0 = x10.fma(b0, c10_0);
      c10_1 = x10.fma(b1, c10_1);
      FloatVector x11 = FloatVector.broadcast(S, a[a11 + at]);
      c11_0 = x11.fma(b0, c11_0);
      c11_1 = x11.fma(b1, c11_1);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L).add(c2_1);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c3_1 = FloatVector.fromArray(S, c, co + 3 * ldc + L).add(c3_1);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c4_1 = FloatVector.fromArray(S, c, co + 4 * ldc + L).add(c4_1);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c5_1 = FloatVector.fromArray(S, c, co + 5 * ldc + L).add(c5_1);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc).add(c6_0);
      c6_1 = FloatVector.fromArray(S, c, co + 6 * ldc + L).add(c6_1);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc).add(c7_0);
      c7_1 = FloatVector.fromArray(S, c, co + 7 * ldc + L).add(c7_1);
      c8_0 = FloatVector.fromArray(S, c, co + 8 * ldc).add(c8_0);
      c8_1 = FloatVector.fromArray(S, c, co + 8 * ldc + L).add(c8_1);
      c9_0 = FloatVector.fromArray(S, c, co + 9 * ldc).add(c9_0);
      c9_1 = FloatVector.fromArray(S, c, co + 9 * ldc + L).add(c9_1);
      c10_0 = FloatVector.fromArray(S, c, co + 10 * ldc).add(c10_0);
      c10_1 = FloatVector.fromArray(S, c, co + 10 * ldc + L).add(c10_1);
      c11_0 = FloatVector.fromArray(S, c, co + 11 * ldc).add(c11_0);
      c11_1 = FloatVector.fromArray(S, c, co + 11 * ldc + L).add(c11_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c2_1.add(zero).intoArray(c, co + 2 * ldc + L);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c3_1.add(zero).intoArray(c, co + 3 * ldc + L);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c4_1.add(zero).intoArray(c, co + 4 * ldc + L);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c5_1.add(zero).intoArray(c, co + 5 * ldc + L);
    c6_0.add(zero).intoArray(c, co + 6 * ldc);
    c6_1.add(zero).intoArray(c, co + 6 * ldc + L);
    c7_0.add(zero).intoArray(c, co + 7 * ldc);
    c7_1.add(zero).intoArray(c, co + 7 * ldc + L);
    c8_0.add(zero).intoArray(c, co + 8 * ldc);
    c8_1.add(zero).intoArray(c, co + 8 * ldc + L);
    c9_0.add(zero).intoArray(c, co + 9 * ldc);
    c9_1.add(zero).intoArray(c, co + 9 * ldc + L);
    c10_0.add(zero).intoArray(c, co + 10 * ldc);
    c10_1.add(zero).intoArray(c, co + 10 * ldc + L);
    c11_0.add(zero).intoArray(c, co + 11 * ldc);
    c11_1.add(zero).intoArray(c, co + 11 * ldc + L);
  }

  private static void tile6x2(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    FloatVector c3_1 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    FloatVector c4_1 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    FloatVector c5_1 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      c4_1 = x4.fma(b1, c4_1);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      c5_1 = x5.fma(b1, c5_1);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L).add(c2_1);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c3_1 = FloatVector.fromArray(S, c, co + 3 * ldc + L).add(c3_1);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c4_1 = FloatVector.fromArray(S, c, co + 4 * ldc + L).add(c4_1);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c5_1 = FloatVector.fromArray(S, c, co + 5 * ldc + L).add(c5_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c2_1.add(zero).intoArray(c, co + 2 * ldc + L);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c3_1.add(zero).intoArray(c, co + 3 * ldc + L);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c4_1.add(zero).intoArray(c, co + 4 * ldc + L);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c5_1.add(zero).intoArray(c, co + 5 * ldc + L);
  }

  private static void tile4x2(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    FloatVector c2_1 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    FloatVector c3_1 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      c2_1 = x2.fma(b1, c2_1);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      c3_1 = x3.fma(b1, c3_1);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c2_1 = FloatVector.fromArray(S, c, co + 2 * ldc + L).add(c2_1);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c3_1 = FloatVector.fromArray(S, c, co + 3 * ldc + L).add(c3_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c2_1.add(zero).intoArray(c, co + 2 * ldc + L);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c3_1.add(zero).intoArray(c, co + 3 * ldc + L);
  }

  private static void tile2x2(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    FloatVector c1_1 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      c1_1 = x1.fma(b1, c1_1);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c1_1 = FloatVector.fromArray(S, c, co + ldc + L).add(c1_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
    c1_0.add(zero).intoArray(c, co + ldc);
    c1_1.add(zero).intoArray(c, co + ldc + L);
  }

  private static void tile1x2(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    FloatVector c0_1 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector b1 = FloatVector.fromArray(S, b, bt + L);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      c0_1 = x0.fma(b1, c0_1);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c0_1 = FloatVector.fromArray(S, c, co + L).add(c0_1);
    }
    c0_0.add(zero).intoArray(c, co);
    c0_1.add(zero).intoArray(c, co + L);
  }

  private static void tile24x1(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    int a8 = ao + ar[r0 + 8];
    FloatVector c8_0 = zero;
    int a9 = ao + ar[r0 + 9];
    FloatVector c9_0 = zero;
    int a10 = ao + ar[r0 + 10];
    FloatVector c10_0 = zero;
    int a11 = ao + ar[r0 + 11];
    FloatVector c11_0 = zero;
    int a12 = ao + ar[r0 + 12];
    FloatVector c12_0 = zero;
    int a13 = ao + ar[r0 + 13];
    FloatVector c13_0 = zero;
    int a14 = ao + ar[r0 + 14];
    FloatVector c14_0 = zero;
    int a15 = ao + ar[r0 + 15];
    FloatVector c15_0 = zero;
    int a16 = ao + ar[r0 + 16];
    FloatVector c16_0 = zero;
    int a17 = ao + ar[r0 + 17];
    FloatVector c17_0 = zero;
    int a18 = ao + ar[r0 + 18];
    FloatVector c18_0 = zero;
    int a19 = ao + ar[r0 + 19];
    FloatVector c19_0 = zero;
    int a20 = ao + ar[r0 + 20];
    FloatVector c20_0 = zero;
    int a21 = ao + ar[r0 + 21];
    FloatVector c21_0 = zero;
    int a22 = ao + ar[r0 + 22];
    FloatVector c22_0 = zero;
    int a23 = ao + ar[r0 + 23];
    FloatVector c23_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = FloatVector.broadcast(S, a[a8 + at]);
      c8_0 = x8.fma(b0, c8_0);
      FloatVector x9 = FloatVector.broadcast(S, a[a9 + at]);
      c9_0 = x9.fma(b0, c9_0);
      FloatVector x10 = FloatVector.broadcast(S, a[a10 + at]);
      c10_0 = x10.fma(b0, c10_0);
      FloatVector x11 = FloatVector.broadcast(S, a[a11 + at]);
      c11_0 = x11.fma(b0, c11_0);
      FloatVector x12 = FloatVector.broadcast(S, a[a12 + at]);
      c12_0 = x12.fma(b0, c12_0);
      FloatVector x13 = FloatVector.broadcast(S, a[a13 + at]);
      c13_0 = x13.fma(b0, c13_0);
      FloatVector x14 = FloatVector.broadcast(S, a[a14 + at]);
      c14_0 = x14.fma(b0, c14_0);
      FloatVector x15 = FloatVector.broadcast(S, a[a15 + at]);
      c15_0 = x15.fma(b0, c15_0);
      FloatVector x16 = FloatVector.broadcast(S, a[a16 + at]);
      c16_0 = x16.fma(b0, c16_0);
      FloatVector x17 = FloatVector.broadcast(S, a[a17 + at]);
      c17_0 = x17.fma(b0, c17_0);
      FloatVector x18 = FloatVector.broadcast(S, a[a18 + at]);
      c18_0 = x18.fma(b0, c18_0);
      FloatVector x19 = FloatVector.broadcast(S, a[a19 + at]);
      c19_0 = x19.fma(b0, c19_0);
      FloatVector x20 = FloatVector.broadcast(S, a[a20 + at]);
      c20_0 = x20.fma(b0, c20_0);
      FloatVector x21 = FloatVector.broadcast(S, a[a21 + at]);
      c21_0 = x21.fma(b0, c21_0);
      FloatVector x22 = FloatVector.broadcast(S, a[a22 + at]);
      c22_0 = x22.fma(b0, c22_0);
      FloatVector x23 = FloatVector.broadcast(S, a[a23 + at]);
      c23_0 = x23.fma(b0, c23_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc).add(c6_0);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc).add(c7_0);
      c8_0 = FloatVector.fromArray(S, c, co + 8 * ldc).add(c8_0);
      c9_0 = FloatVector.fromArray(S, c, co + 9 * ldc).add(c9_0);
      c10_0 = FloatVector.fromArray(S, c, co + 10 * ldc).add(c10_0);
      c11_0 = FloatVector.fromArray(S, c, co + 11 * ldc).add(c11_0);
      c12_0 = FloatVector.fromArray(S, c, co + 12 * ldc).add(c12_0);
      c13_0 = FloatVector.fromArray(S, c, co + 13 * ldc).add(c13_0);
      c14_0 = FloatVector.fromArray(S, c, co + 14 * ldc).add(c14_0);
      c15_0 = FloatVector.fromArray(S, c, co + 15 * ldc).add(c15_0);
      c16_0 = FloatVector.fromArray(S, c, co + 16 * ldc).add(c16_0);
      c17_0 = FloatVector.fromArray(S, c, co + 17 * ldc).add(c17_0);
      c18_0 = FloatVector.fromArray(S, c, co + 18 * ldc).add(c18_0);
      c19_0 = FloatVector.fromArray(S, c, co + 19 * ldc).add(c19_0);
      c20_0 = FloatVector.fromArray(S, c, co + 20 * ldc).add(c20_0);
      c21_0 = FloatVector.fromArray(S, c, co + 21 * ldc).add(c21_0);
      c22_0 = FloatVector.fromArray(S, c, co + 22 * ldc).add(c22_0);
      c23_0 = FloatVector.fromArray(S, c, co + 23 * ldc).add(c23_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c6_0.add(zero).intoArray(c, co + 6 * ldc);
    c7_0.add(zero).intoArray(c, co + 7 * ldc);
    c8_0.add(zero).intoArray(c, co + 8 * ldc);
    c9_0.add(zero).intoArray(c, co + 9 * ldc);
    c10_0.add(zero).intoArray(c, co + 10 * ldc);
    c11_0.add(zero).intoArray(c, co + 11 * ldc);
    c12_0.add(zero).intoArray(c, co + 12 * ldc);
    c13_0.add(zero).intoArray(c, co + 13 * ldc);
    c14_0.add(zero).intoArray(c, co + 14 * ldc);
    c15_0.add(zero).intoArray(c, co + 15 * ldc);
    c16_0.add(zero).intoArray(c, co + 16 * ldc);
    c17_0.add(zero).intoArray(c, co + 17 * ldc);
    c18_0.add(zero).intoArray(c, co + 18 * ldc);
    c19_0.add(zero).intoArray(c, co + 19 * ldc);
    c20_0.add(zero).intoArray(c, co + 20 * ldc);
    c21_0.add(zero).intoArray(c, co + 21 * ldc);
    c22_0.add(zero).intoArray(c, co + 22 * ldc);
    c23_0.add(zero).intoArray(c, co + 23 * ldc);
  }

  private static void tile12x1(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    int a8 = ao + ar[r0 + 8];
    FloatVector c8_0 = zero;
    int a9 = ao + ar[r0 + 9];
    FloatVector c9_0 = zero;
    int a10 = ao + ar[r0 + 10];
    FloatVector c10_0 = zero;
    int a11 = ao + ar[r0 + 11];
    FloatVector c11_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = FloatVector.broadcast(S, a[a8 + at]);
      c8_0 = x8.fma(b0, c8_0);
      FloatVector x9 = FloatVector.broadcast(S, a[a9 + at]);
      c9_0 = x9.fma(b0, c9_0);
      FloatVector x10 = FloatVector.broadcast(S, a[a10 + at]);
      c10_0 = x10.fma(b0, c10_0);
      FloatVector x11 = FloatVector.broadcast(S, a[a11 + at]);
      c11_0 = x11.fma(b0, c11_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc).add(c6_0);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc).add(c7_0);
      c8_0 = FloatVector.fromArray(S, c, co + 8 * ldc).add(c8_0);
      c9_0 = FloatVector.fromArray(S, c, co + 9 * ldc).add(c9_0);
      c10_0 = FloatVector.fromArray(S, c, co + 10 * ldc).add(c10_0);
      c11_0 = FloatVector.fromArray(S, c, co + 11 * ldc).add(c11_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c6_0.add(zero).intoArray(c, co + 6 * ldc);
    c7_0.add(zero).intoArray(c, co + 7 * ldc);
    c8_0.add(zero).intoArray(c, co + 8 * ldc);
    c9_0.add(zero).intoArray(c, co + 9 * ldc);
    c10_0.add(zero).intoArray(c, co + 10 * ldc);
    c11_0.add(zero).intoArray(c, co + 11 * ldc);
  }

  private static void tile8x1(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc).add(c6_0);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc).add(c7_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c6_0.add(zero).intoArray(c, co + 6 * ldc);
    c7_0.add(zero).intoArray(c, co + 7 * ldc);
  }

  private static void tile4x1(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
  }

  private static void tile2x1(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
  }

  private static void tile1x1(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
    }
    c0_0.add(zero).intoArray(c, co);
  }

  private static void tile25x1(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    int a8 = ao + ar[r0 + 8];
    FloatVector c8_0 = zero;
    int a9 = ao + ar[r0 + 9];
    FloatVector c9_0 = zero;
    int a10 = ao + ar[r0 + 10];
    FloatVector c10_0 = zero;
    int a11 = ao + ar[r0 + 11];
    FloatVector c11_0 = zero;
    int a12 = ao + ar[r0 + 12];
    FloatVector c12_0 = zero;
    int a13 = ao + ar[r0 + 13];
    FloatVector c13_0 = zero;
    int a14 = ao + ar[r0 + 14];
    FloatVector c14_0 = zero;
    int a15 = ao + ar[r0 + 15];
    FloatVector c15_0 = zero;
    int a16 = ao + ar[r0 + 16];
    FloatVector c16_0 = zero;
    int a17 = ao + ar[r0 + 17];
    FloatVector c17_0 = zero;
    int a18 = ao + ar[r0 + 18];
    FloatVector c18_0 = zero;
    int a19 = ao + ar[r0 + 19];
    FloatVector c19_0 = zero;
    int a20 = ao + ar[r0 + 20];
    FloatVector c20_0 = zero;
    int a21 = ao + ar[r0 + 21];
    FloatVector c21_0 = zero;
    int a22 = ao + ar[r0 + 22];
    FloatVector c22_0 = zero;
    int a23 = ao + ar[r0 + 23];
    FloatVector c23_0 = zero;
    int a24 = ao + ar[r0 + 24];
    FloatVector c24_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = FloatVector.broadcast(S, a[a8 + at]);
      c8_0 = x8.fma(b0, c8_0);
      FloatVector x9 = FloatVector.broadcast(S, a[a9 + at]);
      c9_0 = x9.fma(b0, c9_0);
      FloatVector x10 = FloatVector.broadcast(S, a[a10 + at]);
      c10_0 = x10.fma(b0, c10_0);
      FloatVector x11 = FloatVector.broadcast(S, a[a11 + at]);
      c11_0 = x11.fma(b0, c11_0);
      FloatVector x12 = FloatVector.broadcast(S, a[a12 + at]);
      c12_0 = x12.fma(b0, c12_0);
      FloatVector x13 = FloatVector.broadcast(S, a[a13 + at]);
      c13_0 = x13.fma(b0, c13_0);
      FloatVector x14 = FloatVector.broadcast(S, a[a14 + at]);
      c14_0 = x14.fma(b0, c14_0);
      FloatVector x15 = FloatVector.broadcast(S, a[a15 + at]);
      c15_0 = x15.fma(b0, c15_0);
      FloatVector x16 = FloatVector.broadcast(S, a[a16 + at]);
      c16_0 = x16.fma(b0, c16_0);
      FloatVector x17 = FloatVector.broadcast(S, a[a17 + at]);
      c17_0 = x17.fma(b0, c17_0);
      FloatVector x18 = FloatVector.broadcast(S, a[a18 + at]);
      c18_0 = x18.fma(b0, c18_0);
      FloatVector x19 = FloatVector.broadcast(S, a[a19 + at]);
      c19_0 = x19.fma(b0, c19_0);
      FloatVector x20 = FloatVector.broadcast(S, a[a20 + at]);
      c20_0 = x20.fma(b0, c20_0);
      FloatVector x21 = FloatVector.broadcast(S, a[a21 + at]);
      c21_0 = x21.fma(b0, c21_0);
      FloatVector x22 = FloatVector.broadcast(S, a[a22 + at]);
      c22_0 = x22.fma(b0, c22_0);
      FloatVector x23 = FloatVector.broadcast(S, a[a23 + at]);
      c23_0 = x23.fma(b0, c23_0);
      FloatVector x24 = FloatVector.broadcast(S, a[a24 + at]);
      c24_0 = x24.fma(b0, c24_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc).add(c6_0);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc).add(c7_0);
      c8_0 = FloatVector.fromArray(S, c, co + 8 * ldc).add(c8_0);
      c9_0 = FloatVector.fromArray(S, c, co + 9 * ldc).add(c9_0);
      c10_0 = FloatVector.fromArray(S, c, co + 10 * ldc).add(c10_0);
      c11_0 = FloatVector.fromArray(S, c, co + 11 * ldc).add(c11_0);
      c12_0 = FloatVector.fromArray(S, c, co + 12 * ldc).add(c12_0);
      c13_0 = FloatVector.fromArray(S, c, co + 13 * ldc).add(c13_0);
      c14_0 = FloatVector.fromArray(S, c, co + 14 * ldc).add(c14_0);
      c15_0 = FloatVector.fromArray(S, c, co + 15 * ldc).add(c15_0);
      c16_0 = FloatVector.fromArray(S, c, co + 16 * ldc).add(c16_0);
      c17_0 = FloatVector.fromArray(S, c, co + 17 * ldc).add(c17_0);
      c18_0 = FloatVector.fromArray(S, c, co + 18 * ldc).add(c18_0);
      c19_0 = FloatVector.fromArray(S, c, co + 19 * ldc).add(c19_0);
      c20_0 = FloatVector.fromArray(S, c, co + 20 * ldc).add(c20_0);
      c21_0 = FloatVector.fromArray(S, c, co + 21 * ldc).add(c21_0);
      c22_0 = FloatVector.fromArray(S, c, co + 22 * ldc).add(c22_0);
      c23_0 = FloatVector.fromArray(S, c, co + 23 * ldc).add(c23_0);
      c24_0 = FloatVector.fromArray(S, c, co + 24 * ldc).add(c24_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c6_0.add(zero).intoArray(c, co + 6 * ldc);
    c7_0.add(zero).intoArray(c, co + 7 * ldc);
    c8_0.add(zero).intoArray(c, co + 8 * ldc);
    c9_0.add(zero).intoArray(c, co + 9 * ldc);
    c10_0.add(zero).intoArray(c, co + 10 * ldc);
    c11_0.add(zero).intoArray(c, co + 11 * ldc);
    c12_0.add(zero).intoArray(c, co + 12 * ldc);
    c13_0.add(zero).intoArray(c, co + 13 * ldc);
    c14_0.add(zero).intoArray(c, co + 14 * ldc);
    c15_0.add(zero).intoArray(c, co + 15 * ldc);
    c16_0.add(zero).intoArray(c, co + 16 * ldc);
    c17_0.add(zero).intoArray(c, co + 17 * ldc);
    c18_0.add(zero).intoArray(c, co + 18 * ldc);
    c19_0.add(zero).intoArray(c, co + 19 * ldc);
    c20_0.add(zero).intoArray(c, co + 20 * ldc);
    c21_0.add(zero).intoArray(c, co + 21 * ldc);
    c22_0.add(zero).intoArray(c, co + 22 * ldc);
    c23_0.add(zero).intoArray(c, co + 23 * ldc);
    c24_0.add(zero).intoArray(c, co + 24 * ldc);
  }

  private static void tile9x1(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    int a8 = ao + ar[r0 + 8];
    FloatVector c8_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = FloatVector.broadcast(S, a[a8 + at]);
      c8_0 = x8.fma(b0, c8_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc).add(c3_0);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc).add(c4_0);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc).add(c5_0);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc).add(c6_0);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc).add(c7_0);
      c8_0 = FloatVector.fromArray(S, c, co + 8 * ldc).add(c8_0);
    }
    c0_0.add(zero).intoArray(c, co);
    c1_0.add(zero).intoArray(c, co + ldc);
    c2_0.add(zero).intoArray(c, co + 2 * ldc);
    c3_0.add(zero).intoArray(c, co + 3 * ldc);
    c4_0.add(zero).intoArray(c, co + 4 * ldc);
    c5_0.add(zero).intoArray(c, co + 5 * ldc);
    c6_0.add(zero).intoArray(c, co + 6 * ldc);
    c7_0.add(zero).intoArray(c, co + 7 * ldc);
    c8_0.add(zero).intoArray(c, co + 8 * ldc);
  }

  private static void tile12x1Masked(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add,
      int columns) {
    VectorMask<Float> mask = S.indexInRange(0, columns);
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    int a8 = ao + ar[r0 + 8];
    FloatVector c8_0 = zero;
    int a9 = ao + ar[r0 + 9];
    FloatVector c9_0 = zero;
    int a10 = ao + ar[r0 + 10];
    FloatVector c10_0 = zero;
    int a11 = ao + ar[r0 + 11];
    FloatVector c11_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt, mask);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
      FloatVector x8 = FloatVector.broadcast(S, a[a8 + at]);
      c8_0 = x8.fma(b0, c8_0);
      FloatVector x9 = FloatVector.broadcast(S, a[a9 + at]);
      c9_0 = x9.fma(b0, c9_0);
      FloatVector x10 = FloatVector.broadcast(S, a[a10 + at]);
      c10_0 = x10.fma(b0, c10_0);
      FloatVector x11 = FloatVector.broadcast(S, a[a11 + at]);
      c11_0 = x11.fma(b0, c11_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co, mask).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc, mask).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc, mask).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc, mask).add(c3_0);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc, mask).add(c4_0);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc, mask).add(c5_0);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc, mask).add(c6_0);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc, mask).add(c7_0);
      c8_0 = FloatVector.fromArray(S, c, co + 8 * ldc, mask).add(c8_0);
      c9_0 = FloatVector.fromArray(S, c, co + 9 * ldc, mask).add(c9_0);
      c10_0 = FloatVector.fromArray(S, c, co + 10 * ldc, mask).add(c10_0);
      c11_0 = FloatVector.fromArray(S, c, co + 11 * ldc, mask).add(c11_0);
    }
    c0_0.add(zero).intoArray(c, co, mask);
    c1_0.add(zero).intoArray(c, co + ldc, mask);
    c2_0.add(zero).intoArray(c, co + 2 * ldc, mask);
    c3_0.add(zero).intoArray(c, co + 3 * ldc, mask);
    c4_0.add(zero).intoArray(c, co + 4 * ldc, mask);
    c5_0.add(zero).intoArray(c, co + 5 * ldc, mask);
    c6_0.add(zero).intoArray(c, co + 6 * ldc, mask);
    c7_0.add(zero).intoArray(c, co + 7 * ldc, mask);
    c8_0.add(zero).intoArray(c, co + 8 * ldc, mask);
    c9_0.add(zero).intoArray(c, co + 9 * ldc, mask);
    c10_0.add(zero).intoArray(c, co + 10 * ldc, mask);
    c11_0.add(zero).intoArray(c, co + 11 * ldc, mask);
  }

  private static void tile8x1Masked(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add,
      int columns) {
    VectorMask<Float> mask = S.indexInRange(0, columns);
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    int a4 = ao + ar[r0 + 4];
    FloatVector c4_0 = zero;
    int a5 = ao + ar[r0 + 5];
    FloatVector c5_0 = zero;
    int a6 = ao + ar[r0 + 6];
    FloatVector c6_0 = zero;
    int a7 = ao + ar[r0 + 7];
    FloatVector c7_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt, mask);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + at]);
      c4_0 = x4.fma(b0, c4_0);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + at]);
      c5_0 = x5.fma(b0, c5_0);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + at]);
      c6_0 = x6.fma(b0, c6_0);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + at]);
      c7_0 = x7.fma(b0, c7_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co, mask).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc, mask).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc, mask).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc, mask).add(c3_0);
      c4_0 = FloatVector.fromArray(S, c, co + 4 * ldc, mask).add(c4_0);
      c5_0 = FloatVector.fromArray(S, c, co + 5 * ldc, mask).add(c5_0);
      c6_0 = FloatVector.fromArray(S, c, co + 6 * ldc, mask).add(c6_0);
      c7_0 = FloatVector.fromArray(S, c, co + 7 * ldc, mask).add(c7_0);
    }
    c0_0.add(zero).intoArray(c, co, mask);
    c1_0.add(zero).intoArray(c, co + ldc, mask);
    c2_0.add(zero).intoArray(c, co + 2 * ldc, mask);
    c3_0.add(zero).intoArray(c, co + 3 * ldc, mask);
    c4_0.add(zero).intoArray(c, co + 4 * ldc, mask);
    c5_0.add(zero).intoArray(c, co + 5 * ldc, mask);
    c6_0.add(zero).intoArray(c, co + 6 * ldc, mask);
    c7_0.add(zero).intoArray(c, co + 7 * ldc, mask);
  }

  private static void tile4x1Masked(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add,
      int columns) {
    VectorMask<Float> mask = S.indexInRange(0, columns);
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    int a2 = ao + ar[r0 + 2];
    FloatVector c2_0 = zero;
    int a3 = ao + ar[r0 + 3];
    FloatVector c3_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt, mask);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + at]);
      c2_0 = x2.fma(b0, c2_0);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + at]);
      c3_0 = x3.fma(b0, c3_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co, mask).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc, mask).add(c1_0);
      c2_0 = FloatVector.fromArray(S, c, co + 2 * ldc, mask).add(c2_0);
      c3_0 = FloatVector.fromArray(S, c, co + 3 * ldc, mask).add(c3_0);
    }
    c0_0.add(zero).intoArray(c, co, mask);
    c1_0.add(zero).intoArray(c, co + ldc, mask);
    c2_0.add(zero).intoArray(c, co + 2 * ldc, mask);
    c3_0.add(zero).intoArray(c, co + 3 * ldc, mask);
  }

  private static void tile2x1Masked(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add,
      int columns) {
    VectorMask<Float> mask = S.indexInRange(0, columns);
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    int a1 = ao + ar[r0 + 1];
    FloatVector c1_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt, mask);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + at]);
      c1_0 = x1.fma(b0, c1_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co, mask).add(c0_0);
      c1_0 = FloatVector.fromArray(S, c, co + ldc, mask).add(c1_0);
    }
    c0_0.add(zero).intoArray(c, co, mask);
    c1_0.add(zero).intoArray(c, co + ldc, mask);
  }

  private static void tile1x1Masked(
      int r0,
      int from,
      int to,
      int[] terms,
      float[] a,
      int ao,
      int[] ar,
      float[] b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add,
      int columns) {
    VectorMask<Float> mask = S.indexInRange(0, columns);
    FloatVector zero = FloatVector.zero(S);
    int a0 = ao + ar[r0];
    FloatVector c0_0 = zero;
    for (int p = 2 * from; p < 2 * to; p += 2) {
      int at = terms[p];
      int bt = bo + terms[p + 1];
      FloatVector b0 = FloatVector.fromArray(S, b, bt, mask);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + at]);
      c0_0 = x0.fma(b0, c0_0);
    }
    if (add) {
      c0_0 = FloatVector.fromArray(S, c, co, mask).add(c0_0);
    }
    c0_0.add(zero).intoArray(c, co, mask);
  }
}
