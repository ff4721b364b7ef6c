package io.descent.dataset;

/**
 * Counts rows that are there more than once, by their hashes. Memory is bounded: where rows are
 * many, only those are looked at whose hash ends in so many zeros, and the count is an estimate.
 */
final class DoubledRows {

  private static final int MOST = 1 << 17;

  /** Hashes that are looked up one after another: none waits until the memory of another came. */
  private static final int TOGETHER = 64;

  private long[] table = new long[2 * MOST];
  private int filled;
  private long doubled;
  private int zeros;
  private final long[] waiting = new long[TOGETHER];
  private int waits;

  void add(long hash) {
    waiting[waits++] = mix(hash);
    if (waits == TOGETHER) {
      lookUp();
    }
  }

  private void lookUp() {
    for (int i = 0; i < waits; i++) {
      lookUp(waiting[i]);
    }
    waits = 0;
  }

  private void lookUp(long mixed) {
    if (Long.numberOfTrailingZeros(mixed) < zeros) {
      return;
    }
    if (!put(mixed)) {
      doubled++;
    } else if (filled == MOST) {
      halve();
    }
  }

  /** False where it is there already. */
  private boolean put(long hash) {
    int at = (int) (hash >>> 46);
    while (table[at] != 0) {
      if (table[at] == hash) {
        return false;
      }
      at = at + 1 & table.length - 1;
    }
    table[at] = hash;
    filled++;
    return true;
  }

  private void halve() {
    long[] old = table;
    table = new long[old.length];
    filled = 0;
    zeros++;
    doubled /= 2;
    for (long hash : old) {
      if (hash != 0 && Long.numberOfTrailingZeros(hash) >= zeros) {
        put(hash);
      }
    }
  }

  private static long mix(long hash) {
    long x = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
    x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
    x ^= x >>> 31;
    return x == 0 ? 1 : x;
  }

  /** Rows that are copies of an earlier one. */
  long count() {
    lookUp();
    return doubled << zeros;
  }

  boolean isEstimate() {
    lookUp();
    return zeros > 0;
  }
}
