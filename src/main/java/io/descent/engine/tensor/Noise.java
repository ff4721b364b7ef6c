package io.descent.engine.tensor;

/**
 * Random numbers without state: each is an integer mix of a key and an index, so a run that goes on
 * after an interruption needs no generator restored.
 *
 * <p>A key is mixed from (seed, purpose, layer, step). All arithmetic is on 32-bit integers, which
 * lanes and scalars share.
 */
public final class Noise {

  /** What numbers are for; each purpose has a stream of its own. */
  public enum Purpose {
    WEIGHTS,
    DROPOUT,
    ORDER,
    SPLIT,
    DATA,
    IMPORTANCE,
    SWEEP
  }

  /** The factors of the mix, for its form in lanes. */
  public static final int FIRST_FACTOR = 0x7FEB352D;

  public static final int SECOND_FACTOR = 0x846CA68B;

  private static final double UNIT_53 = 0x1p-53;

  private Noise() {}

  /** Mixes a seed, a purpose, a layer and a step into a key. */
  public static long key(long seed, Purpose purpose, int layer, long step) {
    long key = key(0x243F6A8813198A2EL, seed);
    key = key(key, (long) purpose.ordinal() << 32 | layer);
    return key(key, step);
  }

  /** Mixes one more number into a key. */
  public static long key(long key, long number) {
    int low = mix((int) key ^ (int) number);
    int high = mix((int) (key >>> 32) + low);
    low = mix(low ^ (int) (number >>> 32));
    high = mix(high + low);
    return (long) high << 32 | low & 0xFFFFFFFFL;
  }

  /** 32 random bits of an index: {@code mix(mix(index ^ low) + high)}. */
  public static int bits(long key, int index) {
    return mix(mix(index ^ (int) key) + (int) (key >>> 32));
  }

  /** A whole number from 0 to below the bound. */
  public static int below(long key, int index, int bound) {
    return (int) ((bits(key, index) & 0xFFFFFFFFL) * bound >>> 32);
  }

  /** A number from 0 to below 1, of 53 bits. */
  public static double uniform(long key, int index) {
    int at = index * 2;
    return unit(bits(key, at), bits(key, at + 1));
  }

  /** A standard normal variate, by Box and Muller (1958). */
  public static double normal(long key, int index) {
    int at = index * 4;
    double radius = 1 - unit(bits(key, at), bits(key, at + 1));
    double angle = unit(bits(key, at + 2), bits(key, at + 3));
    return Math.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  /** Fills with the numbers from 0, shuffled. */
  public static void permutationInto(int[] order, long key) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    shuffleInPlace(order, key);
  }

  /** Shuffles by Fisher and Yates, from the last place to the first. */
  public static void shuffleInPlace(int[] values, long key) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = below(key, i, i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** A bijection of 32 bits in which each input bit changes half of the output bits. */
  static int mix(int x) {
    int y = (x ^ x >>> 16) * FIRST_FACTOR;
    y = (y ^ y >>> 15) * SECOND_FACTOR;
    return y ^ y >>> 16;
  }

  private static double unit(int high, int low) {
    return ((high & 0xFFFFFFFFL) << 21 | low >>> 11) * UNIT_53;
  }
}
