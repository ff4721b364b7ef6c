package io.descent.engine.kernel.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ElementaryTest {

  private interface Function {
    float of(float x);
  }

  @Test
  void expIsWithinOneUlp() {
    assertThat(worst(Elementary::exp, StrictMath::exp, -87f, 88f)).isLessThanOrEqualTo(1.0);
  }

  @Test
  void sigmoidIsWithinTwoAndAHalfUlp() {
    assertThat(worst(Elementary::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -87f, 88f))
        .isLessThanOrEqualTo(2.5);
  }

  @Test
  void tanhIsWithinTwoUlp() {
    assertThat(worst(Elementary::tanh, StrictMath::tanh, -20f, 20f)).isLessThanOrEqualTo(2.0);
  }

  @Test
  void erfIsWithinTwoUlp() {
    assertThat(worst(Elementary::erf, ElementaryTest::erf, -5f, 5f)).isLessThanOrEqualTo(2.0);
  }

  @Test
  void farAndOddArgumentsStaySensible() {
    assertThat(Elementary.tanh(1e30f)).isEqualTo(1f);
    assertThat(Elementary.tanh(-0f)).isEqualTo(-0f);
    assertThat(Elementary.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Elementary.sigmoid(1e30f)).isEqualTo(1f);
    assertThat(Elementary.sigmoid(-1e30f)).isLessThan(1e-37f);
    assertThat(Elementary.exp(Float.NaN)).isNaN();
    assertThat(Elementary.tanh(Float.NaN)).isNaN();
    assertThat(Elementary.erf(Float.NaN)).isNaN();
    assertThat(Elementary.geluTanhSlope(1e20f)).isEqualTo(1f);
    assertThat(Elementary.geluTanhSlope(-1e20f)).isEqualTo(0f);
    assertThat(Elementary.geluSlope(-1e10f)).isBetween(-1e-20f, 1e-20f);
  }

  /** The largest error in units of the last place over every 97th float of a range. */
  private static double worst(Function f, DoubleUnaryOperator exact, float from, float to) {
    double worst = 0;
    for (int bits = 0; bits >= 0 && bits < 0x7F800000; bits += 97) {
      float x = Float.intBitsToFloat(bits);
      if (x <= to) {
        worst = Math.max(worst, error(f, exact, x));
      }
      if (-x >= from) {
        worst = Math.max(worst, error(f, exact, -x));
      }
    }
    return worst;
  }

  private static double error(Function f, DoubleUnaryOperator exact, float x) {
    double y = exact.applyAsDouble(x);
    return Math.abs(f.of(x) - y) / Math.ulp((float) y);
  }

  /** Maclaurin's series below 3, a continued fraction of the complement beyond. */
  private static double erf(double x) {
    double t = Math.abs(x);
    double value = t < 3 ? series(t) : 1 - complement(t);
    return Math.copySign(value, x);
  }

  private static double series(double t) {
    double term = t;
    double sum = t;
    for (int n = 1; n < 200 && Math.abs(term) > 1e-18 * sum; n++) {
      term *= -t * t / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private static double complement(double t) {
    double fraction = 0;
    for (int n = 60; n >= 1; n--) {
      fraction = n / 2.0 / (t + fraction);
    }
    return StrictMath.exp(-t * t) / Math.sqrt(Math.PI) / (t + fraction);
  }
}
