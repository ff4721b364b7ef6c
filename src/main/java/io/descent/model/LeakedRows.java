package io.descent.model;

import io.descent.engine.Samples;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Counts the rows of one part that another has too, by 64-bit hashes of encoded inputs and target.
 * At most {@link #TOGETHER} hashes are held at a time, besides a bit a row.
 */
final class LeakedRows {

  /** Rows whose hashes are held together: 8 MB. */
  private static final int TOGETHER = 1 << 20;

  private final Samples samples;
  private final Runnable look;
  private final float[] values;

  private LeakedRows(Samples samples, Runnable look) {
    this.samples = samples;
    this.look = look;
    values = new float[samples.inputs() + samples.targets()];
  }

  /**
   * @param look called for each row, to give up where it throws
   */
  static long count(Samples known, Samples asked, Runnable look) {
    return count(known, asked, look, TOGETHER);
  }

  static long count(Samples known, Samples asked, Runnable look, int together) {
    LeakedRows all = new LeakedRows(known, look);
    LeakedRows rows = new LeakedRows(asked, look);
    BitSet found = new BitSet(asked.rows());
    for (int from = 0; asked.rows() > 0 && from < known.rows(); from += together) {
      long[] hashes = all.hashes(from, Math.min(together, known.rows() - from));
      for (int row = 0; row < asked.rows(); row++) {
        if (!found.get(row) && Arrays.binarySearch(hashes, rows.hash(row)) >= 0) {
          found.set(row);
        }
      }
    }
    return found.cardinality();
  }

  private long[] hashes(int from, int count) {
    long[] hashes = new long[count];
    for (int i = 0; i < count; i++) {
      hashes[i] = hash(from + i);
    }
    Arrays.sort(hashes);
    return hashes;
  }

  /** Of equal values, both zeros too, equal ones. */
  private long hash(int row) {
    look.run();
    samples.input(row, values, 0);
    samples.target(row, values, samples.inputs());
    long hash = 0;
    for (float value : values) {
      // Positive zero of both: the sum of zeros of two signs is positive
      hash = mixed(hash ^ Float.floatToIntBits(value + 0f));
    }
    return hash;
  }

  /** Steele, Lea and Flood, Fast splittable pseudorandom number generators: SplitMix64. */
  private static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
