package io.descent.engine.kernel.products;

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
final class ByteTransposer {

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

  /** Which longs of two vectors make the lower, the upper pairs. */
  private static final long[] LOWER = pairs(0);

  private static final long[] UPPER = pairs(L / 2);

  private final byte[] single = new byte[SIDE * B.length()];
  private final byte[] second = new byte[PAIRS ? SIDE * B.length() : 0];
  private byte[] turned = new byte[0];
  private int[] places = new int[0];
  private int step;

  private static long[] pairs(int from) {
    long[] lanes = new long[L];
    for (int i = 0; i < L; i++) {
      lanes[i] = from + i / 2 + i % 2 * L;
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
        pieces(a, from + p * lda + at, lda, last + at, to + band * BAND);
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
  private void pieces(byte[] a, int from, int lda, int last, int to) {
    turn(a, from, lda, last, single);
    if (PAIRS) {
      turn(a, Math.min(from + SIDE * lda, last), lda, last, second);
      pairs(single, second, turned, to);
    } else {
      singles(single, turned, to);
    }
  }

  /** Exchanges the halves and quarters of the squares of eight columns. */
  private static void turn(byte[] a, int from, int lda, int last, byte[] into) {
    for (int i = 0; i < 2; i++) {
      int at = from + i * lda;
      LongVector v0 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
      at += 2 * lda;
      LongVector v2 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
      at += 2 * lda;
      LongVector v4 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
      at += 2 * lda;
      LongVector v6 = ByteVector.fromArray(B, a, Math.min(at, last)).reinterpretAsLongs();
      LongVector h0 =
          v0.lanewise(VectorOperators.LSHR, 32)
              .lanewise(VectorOperators.XOR, v4)
              .lanewise(VectorOperators.AND, HALVES);
      v4 = v4.lanewise(VectorOperators.XOR, h0);
      v0 = v0.lanewise(VectorOperators.XOR, h0.lanewise(VectorOperators.LSHL, 32));
      LongVector h2 =
          v2.lanewise(VectorOperators.LSHR, 32)
              .lanewise(VectorOperators.XOR, v6)
              .lanewise(VectorOperators.AND, HALVES);
      v6 = v6.lanewise(VectorOperators.XOR, h2);
      v2 = v2.lanewise(VectorOperators.XOR, h2.lanewise(VectorOperators.LSHL, 32));
      LongVector q0 =
          v0.lanewise(VectorOperators.LSHR, 16)
              .lanewise(VectorOperators.XOR, v2)
              .lanewise(VectorOperators.AND, QUARTERS);
      v2 = v2.lanewise(VectorOperators.XOR, q0);
      v0 = v0.lanewise(VectorOperators.XOR, q0.lanewise(VectorOperators.LSHL, 16));
      LongVector q4 =
          v4.lanewise(VectorOperators.LSHR, 16)
              .lanewise(VectorOperators.XOR, v6)
              .lanewise(VectorOperators.AND, QUARTERS);
      v6 = v6.lanewise(VectorOperators.XOR, q4);
      v4 = v4.lanewise(VectorOperators.XOR, q4.lanewise(VectorOperators.LSHL, 16));
      int to = i * B.length();
      v0.reinterpretAsBytes().intoArray(into, to);
      v2.reinterpretAsBytes().intoArray(into, to + 2 * B.length());
      v4.reinterpretAsBytes().intoArray(into, to + 4 * B.length());
      v6.reinterpretAsBytes().intoArray(into, to + 6 * B.length());
    }
  }

  /** Exchanges the eighths. */
  private static void singles(byte[] from, byte[] into, int to) {
    for (int r = 0; r < SIDE * B.length(); r += 2 * B.length()) {
      LongVector v0 = ByteVector.fromArray(B, from, r).reinterpretAsLongs();
      LongVector v1 = ByteVector.fromArray(B, from, r + B.length()).reinterpretAsLongs();
      LongVector e0 =
          v0.lanewise(VectorOperators.LSHR, 8)
              .lanewise(VectorOperators.XOR, v1)
              .lanewise(VectorOperators.AND, EIGHTHS);
      v1 = v1.lanewise(VectorOperators.XOR, e0);
      v0 = v0.lanewise(VectorOperators.XOR, e0.lanewise(VectorOperators.LSHL, 8));
      v0.reinterpretAsBytes().intoArray(into, to + r);
      v1.reinterpretAsBytes().intoArray(into, to + r + B.length());
    }
  }

  /** Exchanges the eighths of two and puts each long of one before its long of the other. */
  private static void pairs(byte[] one, byte[] other, byte[] into, int to) {
    LongVector lower = LongVector.fromArray(S, LOWER, 0);
    LongVector upper = LongVector.fromArray(S, UPPER, 0);
    for (int r = 0; r < SIDE * B.length(); r += 2 * B.length()) {
      LongVector v0 = ByteVector.fromArray(B, one, r).reinterpretAsLongs();
      LongVector v1 = ByteVector.fromArray(B, one, r + B.length()).reinterpretAsLongs();
      LongVector e0 =
          v0.lanewise(VectorOperators.LSHR, 8)
              .lanewise(VectorOperators.XOR, v1)
              .lanewise(VectorOperators.AND, EIGHTHS);
      v1 = v1.lanewise(VectorOperators.XOR, e0);
      v0 = v0.lanewise(VectorOperators.XOR, e0.lanewise(VectorOperators.LSHL, 8));
      LongVector w0 = ByteVector.fromArray(B, other, r).reinterpretAsLongs();
      LongVector w1 = ByteVector.fromArray(B, other, r + B.length()).reinterpretAsLongs();
      e0 =
          w0.lanewise(VectorOperators.LSHR, 8)
              .lanewise(VectorOperators.XOR, w1)
              .lanewise(VectorOperators.AND, EIGHTHS);
      w1 = w1.lanewise(VectorOperators.XOR, e0);
      w0 = w0.lanewise(VectorOperators.XOR, e0.lanewise(VectorOperators.LSHL, 8));
      int at = to + 2 * r;
      lower.selectFrom(v0, w0).reinterpretAsBytes().intoArray(into, at);
      upper.selectFrom(v0, w0).reinterpretAsBytes().intoArray(into, at + B.length());
      lower.selectFrom(v1, w1).reinterpretAsBytes().intoArray(into, at + 2 * B.length());
      upper.selectFrom(v1, w1).reinterpretAsBytes().intoArray(into, at + 3 * B.length());
    }
  }
}
