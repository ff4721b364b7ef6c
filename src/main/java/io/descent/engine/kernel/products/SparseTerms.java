package io.descent.engine.kernel.products;

import io.descent.engine.kernel.Pixels;
import io.descent.engine.kernel.pixels.VectorPixels;
import io.descent.engine.kernel.products.written.SparseTiles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The search for zero terms: the values of groups of rows where not all of a group are zero, moved
 * together, and for each the place of its term in the other factor. A term that is zero adds
 * nothing to a sum as long as its other factor is finite.
 */
final class SparseTerms {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final VectorSpecies<Byte> B = VectorPixels.B;

  /** The bit from which on an int of pixels has the number of their term. */
  private static final int TERM = 3 * Byte.SIZE;

  /** Bytes of a row of pixels that lie together. */
  static final int PIECE = L;

  /** Whether pixels are searched. */
  static final boolean OF_PIXELS = L >= 8;

  private static final long LANES = -1L >>> Long.SIZE - L;

  /** Rows of a group. The fewer, the more terms are zero in all of them; the tiles get lower. */
  static final int ROWS = SparseTiles.TALLEST;

  private static final int STEP = SparseTiles.STEP;

  /** Whether the processor moves the lanes of a mask together. */
  private static final boolean COMPRESSES = L >= 16;

  /** Share of terms at which these tiles take as long as the higher ones for all terms. */
  private static final float EVEN = COMPRESSES ? 0.95f : 0.7f;

  /** Columns of the product that take as long as moving the values. */
  private static final float SEARCH = COMPRESSES ? 24 : 12;

  /** For each set of lanes, at set · L, its lanes in ascending order. */
  private static final int[] LANES_OF = lanesOf();

  private float[] values = new float[0];
  private int[] offsets = new int[0];
  private int[] ends = new int[0];

  private static int[] lanesOf() {
    int[] lanes = new int[(COMPRESSES ? 1 : 1 << L) * L];
    for (int set = 0; set * L < lanes.length; set++) {
      int at = set * L;
      for (int lane = 0; lane < L; lane++) {
        lanes[at] = lane;
        at += set >> lane & 1;
      }
    }
    return lanes;
  }

  /** Of row i from i · {@link SparseTiles#STEP} on. */
  float[] values() {
    return values;
  }

  /** Of a group at the places of its first row's values. */
  int[] offsets() {
    return offsets;
  }

  /** Where the terms of a group end, which begin with its first row. */
  int end(int group) {
    return ends[group];
  }

  /** Whether leaving out of n columns all terms but so many repays. */
  static boolean repays(int n, int terms, int left) {
    return left <= (EVEN - SEARCH / n) * terms;
  }

  /** How many terms of a few rows, no more than a group, are not zero in all of them. */
  static int count(int rows, int terms, float[] a, int from, int lda) {
    IntVector zero = IntVector.zero(I);
    int second = rows > 1 ? lda : 0;
    int third = rows > 2 ? 2 * lda : 0;
    int count = 0;
    for (int p = 0; p < terms; p += L) {
      VectorMask<Float> mask = S.indexInRange(p, terms);
      int at = from + p;
      IntVector bits =
          FloatVector.fromArray(S, a, at, mask)
              .reinterpretAsInts()
              .or(FloatVector.fromArray(S, a, at + second, mask).reinterpretAsInts())
              .or(FloatVector.fromArray(S, a, at + third, mask).reinterpretAsInts());
      count += Long.bitCount(zero.compare(VectorOperators.NE, bits).toLong());
    }
    return count;
  }

  /**
   * Moves the values of all groups of rows of a together.
   *
   * @param all whether to keep terms that are zero
   * @param width distance of two terms in the right factor
   */
  void find(boolean all, int m, int terms, float[] a, int ao, int lda, int width) {
    int groups = Math.ceilDiv(m, ROWS);
    reserve(groups);
    long always = all ? LANES : 0;
    for (int g = 0, row = 0; g < groups; g++, row += ROWS) {
      int first = ao + row * lda;
      int second = row + 1 < m ? first + lda : first;
      int third = row + 2 < m ? second + lda : first;
      ends[g] = move(always, terms, a, first, second, third, width, values, offsets, row * STEP);
    }
  }

  /**
   * As of floats, of what {@link Pixels#scale} makes of bytes. The pixels of a group fill an int
   * with the number of their term, so that all are moved at once; when those of all groups are,
   * they are taken apart.
   *
   * @param places where rows begin
   * @param step from one piece of {@link #PIECE} bytes of a row to the next
   */
  void find(boolean all, int m, int terms, byte[] a, int[] places, int step, int width) {
    int groups = Math.ceilDiv(m, ROWS);
    reserve(groups);
    long always = all ? LANES : 0;
    for (int g = 0, row = 0; g < groups; g++, row += ROWS) {
      int first = places[row];
      int second = row + 1 < m ? places[row + 1] : first;
      int third = row + 2 < m ? places[row + 2] : first;
      ends[g] = move(always, terms, a, first, second, third, step, offsets, row * STEP);
    }
    for (int g = 0; g < groups; g++) {
      takeApart(g * ROWS * STEP, ends[g], width, values, offsets);
    }
  }

  /** Moves the places in the right factor on, of the terms that were found of m rows. */
  void shift(int m, int columns) {
    for (int g = 0, row = 0; row < m; g++, row += ROWS) {
      for (int at = row * STEP; at < ends[g]; at += L) {
        IntVector.fromArray(I, offsets, at).add(columns).intoArray(offsets, at);
      }
    }
  }

  private void reserve(int groups) {
    if (ends.length < groups) {
      values = new float[groups * ROWS * STEP];
      offsets = new int[groups * ROWS * STEP];
      ends = new int[groups];
    }
  }

  /** Where a group has fewer rows, the first stands for those that it lacks. Returns the end. */
  private static int move(
      long always,
      int terms,
      float[] a,
      int first,
      int second,
      int third,
      int width,
      float[] values,
      int[] offsets,
      int from) {
    IntVector zero = IntVector.zero(I);
    int at = from;
    int p = 0;
    for (; p + L <= terms; p += L) {
      IntVector upper = FloatVector.fromArray(S, a, first + p).reinterpretAsInts();
      IntVector middle = FloatVector.fromArray(S, a, second + p).reinterpretAsInts();
      IntVector bits = upper.or(middle);
      IntVector lower = upper;
      if (ROWS > 2) {
        lower = FloatVector.fromArray(S, a, third + p).reinterpretAsInts();
        bits = bits.or(lower);
      }
      long some = zero.compare(VectorOperators.NE, bits).toLong() | always;
      if (COMPRESSES) {
        VectorMask<Integer> mask = VectorMask.fromLong(I, some);
        upper.compress(mask).reinterpretAsFloats().intoArray(values, at);
        middle.compress(mask).reinterpretAsFloats().intoArray(values, at + STEP);
        lower.compress(mask).reinterpretAsFloats().intoArray(values, at + 2 * STEP);
        zero.addIndex(width).add(p * width).compress(mask).intoArray(offsets, at);
      } else {
        IntVector lanes = IntVector.fromArray(I, LANES_OF, (int) some * L);
        lanes.selectFrom(upper).reinterpretAsFloats().intoArray(values, at);
        lanes.selectFrom(middle).reinterpretAsFloats().intoArray(values, at + STEP);
        lanes.add(p).mul(width).intoArray(offsets, at);
      }
      at += Long.bitCount(some);
    }
    for (; p < terms; p++) {
      values[at] = a[first + p];
      values[at + STEP] = a[second + p];
      boolean some = a[first + p] != 0 || a[second + p] != 0;
      if (ROWS > 2) {
        values[at + 2 * STEP] = a[third + p];
        some |= a[third + p] != 0;
      }
      offsets[at] = p * width;
      at += some || always != 0 ? 1 : 0;
    }
    return at;
  }

  private static int move(
      long always,
      int terms,
      byte[] a,
      int first,
      int second,
      int third,
      int step,
      int[] moved,
      int from) {
    IntVector zero = IntVector.zero(I);
    int at = from;
    int p = 0;
    int q = 0;
    for (; p + L <= terms; p += L, q += step) {
      IntVector upper =
          (IntVector)
              ByteVector.fromArray(B, a, first + q)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
      IntVector middle =
          (IntVector)
              ByteVector.fromArray(B, a, second + q)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
      IntVector pixels = middle.lanewise(VectorOperators.LSHL, Byte.SIZE).or(upper);
      if (ROWS > 2) {
        IntVector lower =
            (IntVector)
                ByteVector.fromArray(B, a, third + q)
                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
        pixels = lower.lanewise(VectorOperators.LSHL, 2 * Byte.SIZE).or(pixels);
      }
      long some = zero.compare(VectorOperators.NE, pixels).toLong() | always;
      pixels = zero.addIndex(1 << TERM).add(p << TERM).or(pixels);
      if (COMPRESSES) {
        pixels.compress(VectorMask.fromLong(I, some)).intoArray(moved, at);
      } else {
        IntVector.fromArray(I, LANES_OF, (int) some * L).selectFrom(pixels).intoArray(moved, at);
      }
      at += Long.bitCount(some);
    }
    for (; p < terms; p++, q++) {
      int pixels = a[first + q] & 0xff | (a[second + q] & 0xff) << Byte.SIZE;
      if (ROWS > 2) {
        pixels |= (a[third + q] & 0xff) << 2 * Byte.SIZE;
      }
      moved[at] = pixels | p << TERM;
      at += pixels != 0 || always != 0 ? 1 : 0;
    }
    return at;
  }

  /** Makes values and offsets of the ints that lie where the offsets go. */
  private static void takeApart(int from, int to, int width, float[] values, int[] offsets) {
    FloatVector low = FloatVector.broadcast(S, VectorPixels.LOW);
    for (int at = from; at < to; at += L) {
      IntVector pixels = IntVector.fromArray(I, offsets, at);
      FloatVector x = (FloatVector) pixels.and(0xff).convertShape(VectorOperators.I2F, S, 0);
      x.fma(low, x.mul(VectorPixels.HIGH)).intoArray(values, at);
      x =
          (FloatVector)
              pixels
                  .lanewise(VectorOperators.LSHR, Byte.SIZE)
                  .and(0xff)
                  .convertShape(VectorOperators.I2F, S, 0);
      x.fma(low, x.mul(VectorPixels.HIGH)).intoArray(values, at + STEP);
      if (ROWS > 2) {
        x =
            (FloatVector)
                pixels
                    .lanewise(VectorOperators.LSHR, 2 * Byte.SIZE)
                    .and(0xff)
                    .convertShape(VectorOperators.I2F, S, 0);
        x.fma(low, x.mul(VectorPixels.HIGH)).intoArray(values, at + 2 * STEP);
      }
      pixels.lanewise(VectorOperators.LSHR, TERM).mul(width).intoArray(offsets, at);
    }
  }
}
