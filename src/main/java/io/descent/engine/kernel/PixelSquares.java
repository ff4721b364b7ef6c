package io.descent.engine.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes matrices of bytes in squares of 8 × 8, as many side by side as a vector has longs: a
 * square is a long of each of eight rows, and its halves, quarters and eighths are exchanged
 * (Warren, Hacker's Delight, section 7-3). Squares stay where they come out: a row of what is
 * transposed lies in pieces of as many bytes as a vector has floats, a step from one to the next.
 */
final class PixelSquares {

  private static final VectorSpecies<Byte> B = ByteVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int SIDE = Long.BYTES;
  private static final long HALVES = 0x0000_0000_ffff_ffffL;
  private static final long QUARTERS = 0x0000_ffff_0000_ffffL;
  private static final long EIGHTHS = 0x00ff_00ff_00ff_00ffL;

  /** Bytes of a piece: of one square, or of two. */
  private static final int PIECE = SparseTerms.PIECE;

  private static final boolean PAIRS = PIECE == 2 * SIDE;

  /** Bytes of the pieces of all squares in a vector. */
  private static final int BAND = PIECE * B.length();

  /** Which longs of two vectors make the lower half of their pairs, then which the upper. */
  private static final long[] HALVES_OF = pairs();

  private byte[] turned = new byte[0];
  private int[] places = new int[0];
  private int step;

  private static long[] pairs() {
    long[] lanes = new long[2 * L];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = i / 2 + i % 2 * L;
    }
    return lanes;
  }

  /** What was transposed: row i has its first piece at {@link #places()}[i]. */
  byte[] turned() {
    return turned;
  }

  int[] places() {
    return places;
  }

  /** Bytes from one piece of a row to the next. */
  int step() {
    return step;
  }

  /**
   * Transposes a[from + p · lda + i] for i below rows, p below columns; the last piece of a row is
   * filled up with anything.
   */
  void transpose(int rows, int columns, byte[] a, int from, int lda) {
    int pieces = Math.ceilDiv(columns, PIECE);
    int bands = Math.ceilDiv(rows, B.length());
    reserve(rows, pieces * bands * BAND);
    if (rows < B.length()) {
      step = PIECE;
      oneByOne(rows, columns, pieces * PIECE, a, from, lda);
      return;
    }
    step = bands * BAND;
    for (int i = 0; i < rows; i++) {
      int band = i / B.length();
      int of = i - first(band, rows);
      places[i] = band * BAND + (of % SIDE * L + of / SIDE) * PIECE;
    }
    int last = from + (columns - 1) * lda;
    for (int p = 0, to = 0; p < columns; p += PIECE, to += step) {
      for (int band = 0; band < bands; band++) {
        int at = first(band, rows);
        pieces(a, from + p * lda + at, lda, last + at, turned, to + band * BAND);
      }
    }
  }

  private void reserve(int rows, int bytes) {
    if (turned.length < bytes) {
      turned = new byte[bytes];
    }
    if (places.length < rows) {
      places = new int[rows];
    }
  }

  /** The first row of a band; the last band ends with the rows. */
  private static int first(int band, int rows) {
    return Math.min(band * B.length(), rows - B.length());
  }

  private void oneByOne(int rows, int columns, int length, byte[] a, int from, int lda) {
    for (int i = 0; i < rows; i++) {
      places[i] = i * length;
      for (int p = 0; p < columns; p++) {
        turned[i * length + p] = a[from + p * lda + i];
      }
    }
  }

  /** A band of pieces, of columns of which none lies after the last. */
  private static void pieces(byte[] a, int from, int lda, int last, byte[] into, int to) {
    int side = BAND / SIDE;
    turn(a, from, lda, last, 0, into, to, side);
    if (PAIRS) {
      turn(a, from, lda, last, 1, into, to + B.length(), side);
    }
  }

  /**
   * Turns the squares of eight columns, or half of the squares of them and of the next eight.
   *
   * @param half which, of pairs of squares
   * @param step from one row of squares to the next
   */
  private static void turn(
      byte[] a, int from, int lda, int last, int half, byte[] into, int to, int step) {
    LongVector pairs = LongVector.fromArray(S, HALVES_OF, half * L);
    int at = from;
    int next = from + SIDE * lda;
    LongVector v0 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
    if (PAIRS) {
      v0 =
          pairs.selectFrom(
              v0, ByteVector.fromArray(B, a, Math.min(next, last)).reinterpretAsLongs());
    }
    at += lda;
    next += lda;
    LongVector v1 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
    if (PAIRS) {
      v1 =
          pairs.selectFrom(
              v1, ByteVector.fromArray(B, a, Math.min(next, last)).reinterpretAsLongs());
    }
    at += lda;
    next += lda;
    LongVector v2 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
    if (PAIRS) {
      v2 =
          pairs.selectFrom(
              v2, ByteVector.fromArray(B, a, Math.min(next, last)).reinterpretAsLongs());
    }
    at += lda;
    next += lda;
    LongVector v3 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
    if (PAIRS) {
      v3 =
          pairs.selectFrom(
              v3, ByteVector.fromArray(B, a, Math.min(next, last)).reinterpretAsLongs());
    }
    at += lda;
    next += lda;
    LongVector v4 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
    if (PAIRS) {
      v4 =
          pairs.selectFrom(
              v4, ByteVector.fromArray(B, a, Math.min(next, last)).reinterpretAsLongs());
    }
    at += lda;
    next += lda;
    LongVector v5 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
    if (PAIRS) {
      v5 =
          pairs.selectFrom(
              v5, ByteVector.fromArray(B, a, Math.min(next, last)).reinterpretAsLongs());
    }
    at += lda;
    next += lda;
    LongVector v6 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
    if (PAIRS) {
      v6 =
          pairs.selectFrom(
              v6, ByteVector.fromArray(B, a, Math.min(next, last)).reinterpretAsLongs());
    }
    at += lda;
    next += lda;
    LongVector v7 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
    if (PAIRS) {
      v7 =
          pairs.selectFrom(
              v7, ByteVector.fromArray(B, a, Math.min(next, last)).reinterpretAsLongs());
    }

    LongVector h0 =
        v0.lanewise(VectorOperators.LSHR, 32)
            .lanewise(VectorOperators.XOR, v4)
            .lanewise(VectorOperators.AND, HALVES);
    v4 = v4.lanewise(VectorOperators.XOR, h0);
    v0 = v0.lanewise(VectorOperators.XOR, h0.lanewise(VectorOperators.LSHL, 32));
    LongVector h1 =
        v1.lanewise(VectorOperators.LSHR, 32)
            .lanewise(VectorOperators.XOR, v5)
            .lanewise(VectorOperators.AND, HALVES);
    v5 = v5.lanewise(VectorOperators.XOR, h1);
    v1 = v1.lanewise(VectorOperators.XOR, h1.lanewise(VectorOperators.LSHL, 32));
    LongVector h2 =
        v2.lanewise(VectorOperators.LSHR, 32)
            .lanewise(VectorOperators.XOR, v6)
            .lanewise(VectorOperators.AND, HALVES);
    v6 = v6.lanewise(VectorOperators.XOR, h2);
    v2 = v2.lanewise(VectorOperators.XOR, h2.lanewise(VectorOperators.LSHL, 32));
    LongVector h3 =
        v3.lanewise(VectorOperators.LSHR, 32)
            .lanewise(VectorOperators.XOR, v7)
            .lanewise(VectorOperators.AND, HALVES);
    v7 = v7.lanewise(VectorOperators.XOR, h3);
    v3 = v3.lanewise(VectorOperators.XOR, h3.lanewise(VectorOperators.LSHL, 32));
    LongVector q0 =
        v0.lanewise(VectorOperators.LSHR, 16)
            .lanewise(VectorOperators.XOR, v2)
            .lanewise(VectorOperators.AND, QUARTERS);
    v2 = v2.lanewise(VectorOperators.XOR, q0);
    v0 = v0.lanewise(VectorOperators.XOR, q0.lanewise(VectorOperators.LSHL, 16));
    LongVector q1 =
        v1.lanewise(VectorOperators.LSHR, 16)
            .lanewise(VectorOperators.XOR, v3)
            .lanewise(VectorOperators.AND, QUARTERS);
    v3 = v3.lanewise(VectorOperators.XOR, q1);
    v1 = v1.lanewise(VectorOperators.XOR, q1.lanewise(VectorOperators.LSHL, 16));
    LongVector q4 =
        v4.lanewise(VectorOperators.LSHR, 16)
            .lanewise(VectorOperators.XOR, v6)
            .lanewise(VectorOperators.AND, QUARTERS);
    v6 = v6.lanewise(VectorOperators.XOR, q4);
    v4 = v4.lanewise(VectorOperators.XOR, q4.lanewise(VectorOperators.LSHL, 16));
    LongVector q5 =
        v5.lanewise(VectorOperators.LSHR, 16)
            .lanewise(VectorOperators.XOR, v7)
            .lanewise(VectorOperators.AND, QUARTERS);
    v7 = v7.lanewise(VectorOperators.XOR, q5);
    v5 = v5.lanewise(VectorOperators.XOR, q5.lanewise(VectorOperators.LSHL, 16));
    LongVector e0 =
        v0.lanewise(VectorOperators.LSHR, 8)
            .lanewise(VectorOperators.XOR, v1)
            .lanewise(VectorOperators.AND, EIGHTHS);
    v1 = v1.lanewise(VectorOperators.XOR, e0);
    v0 = v0.lanewise(VectorOperators.XOR, e0.lanewise(VectorOperators.LSHL, 8));
    LongVector e2 =
        v2.lanewise(VectorOperators.LSHR, 8)
            .lanewise(VectorOperators.XOR, v3)
            .lanewise(VectorOperators.AND, EIGHTHS);
    v3 = v3.lanewise(VectorOperators.XOR, e2);
    v2 = v2.lanewise(VectorOperators.XOR, e2.lanewise(VectorOperators.LSHL, 8));
    LongVector e4 =
        v4.lanewise(VectorOperators.LSHR, 8)
            .lanewise(VectorOperators.XOR, v5)
            .lanewise(VectorOperators.AND, EIGHTHS);
    v5 = v5.lanewise(VectorOperators.XOR, e4);
    v4 = v4.lanewise(VectorOperators.XOR, e4.lanewise(VectorOperators.LSHL, 8));
    LongVector e6 =
        v6.lanewise(VectorOperators.LSHR, 8)
            .lanewise(VectorOperators.XOR, v7)
            .lanewise(VectorOperators.AND, EIGHTHS);
    v7 = v7.lanewise(VectorOperators.XOR, e6);
    v6 = v6.lanewise(VectorOperators.XOR, e6.lanewise(VectorOperators.LSHL, 8));

    v0.reinterpretAsBytes().intoArray(into, to);
    v1.reinterpretAsBytes().intoArray(into, to + step);
    v2.reinterpretAsBytes().intoArray(into, to + 2 * step);
    v3.reinterpretAsBytes().intoArray(into, to + 3 * step);
    v4.reinterpretAsBytes().intoArray(into, to + 4 * step);
    v5.reinterpretAsBytes().intoArray(into, to + 5 * step);
    v6.reinterpretAsBytes().intoArray(into, to + 6 * step);
    v7.reinterpretAsBytes().intoArray(into, to + 7 * step);
  }
}
