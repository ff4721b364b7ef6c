package io.descent.engine;

import io.descent.engine.tensor.Noise;

/**
 * The random numbers of one setting of one trial: the same on any machine, and without state.
 *
 * @param key mixed from all that tells draws apart
 */
public record Draw(long key) {

  /**
   * @param setting what is drawn
   * @param trial for which
   */
  public static Draw of(long seed, String setting, int trial) {
    return new Draw(Noise.key(seed, Noise.Purpose.SWEEP, setting.hashCode(), trial));
  }

  /** A number from 0 to below 1, of 53 bits. */
  public double uniform() {
    return Noise.uniform(key, 0);
  }

  /** A whole number from 0 to below the bound. */
  public int below(int bound) {
    return Noise.below(key, 0, bound);
  }
}
