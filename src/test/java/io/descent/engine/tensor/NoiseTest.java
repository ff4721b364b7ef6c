package io.descent.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.engine.tensor.Noise.Purpose;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseTest {

  private static final int N = 100_000;

  @Test
  void normalVariatesHaveMeanZeroAndDeviationOne() {
    long key = Noise.key(1, Purpose.WEIGHTS, 0, 0);
    double[] values = IntStream.range(0, N).mapToDouble(i -> Noise.normal(key, i)).toArray();
    double mean = java.util.Arrays.stream(values).average().orElseThrow();
    double square = java.util.Arrays.stream(values).map(v -> v * v).average().orElseThrow();
    double fourth = java.util.Arrays.stream(values).map(v -> v * v * v * v).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(0.01));
    assertThat(square).isCloseTo(1, within(0.02));
    assertThat(fourth).isCloseTo(3, within(0.15));
  }

  @Test
  void everyBitIsSetHalfOfTheTime() {
    long key = Noise.key(2, Purpose.DROPOUT, 3, 17);
    for (int bit = 0; bit < 32; bit++) {
      int mask = 1 << bit;
      long set = IntStream.range(0, N).filter(i -> (Noise.bits(key, i) & mask) != 0).count();
      assertThat((double) set / N).isCloseTo(0.5, within(0.01));
    }
  }

  @Test
  void eachPartOfAKeyMatters() {
    long key = Noise.key(1, Purpose.ORDER, 2, 3);
    assertThat(Noise.key(1L << 40, Purpose.ORDER, 2, 3)).isNotEqualTo(key);
    assertThat(Noise.key(1, Purpose.SPLIT, 2, 3)).isNotEqualTo(key);
    assertThat(Noise.key(1, Purpose.ORDER, 3, 2)).isNotEqualTo(key);
    assertThat(Noise.key(1, Purpose.ORDER, 2, 3 + (1L << 33))).isNotEqualTo(key);
  }

  @Test
  void neighbouringKeysAreNotRelated() {
    long first = Noise.key(1, Purpose.DROPOUT, 0, 0);
    long second = Noise.key(1, Purpose.DROPOUT, 0, 1);
    long equal =
        IntStream.range(0, N)
            .filter(i -> Noise.bits(first, i) >>> 31 == Noise.bits(second, i) >>> 31)
            .count();
    assertThat((double) equal / N).isCloseTo(0.5, within(0.01));
  }

  @Test
  void aShuffleIsAPermutationAndEveryPlaceIsEquallyLikely() {
    int[] first = new int[6];
    for (int seed = 0; seed < 12_000; seed++) {
      int[] values = IntStream.range(0, 6).toArray();
      Noise.shuffleInPlace(values, Noise.key(seed, Purpose.ORDER, 0, 0));
      assertThat(values).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
      first[values[0]]++;
    }
    for (int count : first) {
      assertThat(count).isBetween(1850, 2150);
    }
  }

  @Test
  void itsNumbersAreTheSameForEver() {
    long key = Noise.key(42, Purpose.WEIGHTS, 1, 2);
    assertThat(Noise.bits(key, 0)).isEqualTo(BITS);
    assertThat(Noise.normal(key, 5)).isEqualTo(NORMAL);
  }

  private static final int BITS = 855741418;
  private static final double NORMAL = -0.8985447226384305;
}
