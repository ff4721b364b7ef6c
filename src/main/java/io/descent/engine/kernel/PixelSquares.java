package io.descent.engine.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes matrices of bytes in squares of 8 × 8, as many side by side as a vector has longs: a
 * square is a long of each of eight rows, and its halves, quarters and eighths are exchanged
 * (Warren, Hacker's Delight, section 7-3).
 */
final class PixelSquares {

  private static final VectorSpecies<Byte> B = ByteVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int SIDE = Long.BYTES;
  private static final long HALVES = 0x0000_0000_ffff_ffffL;
  private static final long QUARTERS = 0x0000_ffff_0000_ffffL;
  private static final long EIGHTHS = 0x00ff_00ff_00ff_00ffL;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] squares = new long[SIDE * L];

  /** Bytes from one row to the next of what is transposed. */
  static int step(int columns) {
    return (columns + SIDE - 1) / SIDE * SIDE;
  }

  /**
   * into[i · step + p] = a[from + p · lda + i] for i below rows, p below columns; up to step it is
   * filled with anything.
   */
  void transpose(int rows, int columns, byte[] a, int from, int lda, byte[] into, int step) {
    if (rows < B.length()) {
      oneByOne(rows, columns, a, from, lda, into, step);
      return;
    }
    for (int p = 0; p < columns; p += SIDE) {
      int last = from + (columns - 1) * lda;
      int row = from + p * lda;
      for (int i = 0; i < rows; i += B.length()) {
        int first = Math.min(i, rows - B.length());
        turn(a, row + first, lda, last + first);
        for (int r = 0; r < SIDE; r++) {
          for (int q = 0; q < L; q++) {
            LONGS.set(into, (first + q * SIDE + r) * step + p, squares[r * L + q]);
          }
        }
      }
    }
  }

  private static void oneByOne(
      int rows, int columns, byte[] a, int from, int lda, byte[] into, int step) {
    for (int p = 0; p < columns; p++) {
      for (int i = 0; i < rows; i++) {
        into[i * step + p] = a[from + p * lda + i];
      }
    }
  }

  /** Turns the squares of eight rows, of which none lies after the last. */
  private void turn(byte[] a, int from, int lda, int last) {
    int at = from;
    LongVector v0 = ByteVector.fromArray(B, a, at).reinterpretAsLongs();
    at = Math.min(at + lda, last);
    LongVector v1 = ByteVector.fromArray(B, a, at).reinterpretAsLongs();
    at = Math.min(at + lda, last);
    LongVector v2 = ByteVector.fromArray(B, a, at).reinterpretAsLongs();
    at = Math.min(at + lda, last);
    LongVector v3 = ByteVector.fromArray(B, a, at).reinterpretAsLongs();
    at = Math.min(at + lda, last);
    LongVector v4 = ByteVector.fromArray(B, a, at).reinterpretAsLongs();
    at = Math.min(at + lda, last);
    LongVector v5 = ByteVector.fromArray(B, a, at).reinterpretAsLongs();
    at = Math.min(at + lda, last);
    LongVector v6 = ByteVector.fromArray(B, a, at).reinterpretAsLongs();
    at = Math.min(at + lda, last);
    LongVector v7 = ByteVector.fromArray(B, a, at).reinterpretAsLongs();

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

    v0.intoArray(squares, 0);
    v1.intoArray(squares, L);
    v2.intoArray(squares, 2 * L);
    v3.intoArray(squares, 3 * L);
    v4.intoArray(squares, 4 * L);
    v5.intoArray(squares, 5 * L);
    v6.intoArray(squares, 6 * L);
    v7.intoArray(squares, 7 * L);
  }
}
