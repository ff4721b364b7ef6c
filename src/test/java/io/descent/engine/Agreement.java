package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** How close numbers must come to those of another implementation. */
public final class Agreement {

  private Agreement() {}

  /** |a − b| ≤ max(1e-4 · |b|, 1e-5 · largest |b| of its tensor, 1e-6). */
  public static void agree(String what, double[] actual, double[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      double room = Math.max(1e-4 * Math.abs(expected[i]), Math.max(1e-5 * largest, 1e-6));
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("%s[%d]: got %s, expected %s", what, i, actual[i], expected[i])
          .isLessThanOrEqualTo(room);
    }
  }
}
