package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+1",
        "007",
        "1.",
        ".5",
        "-.5e1",
        "1e5",
        "1E-5",
        "1e+5",
        " 2.5 ",
        "5e-324",
        "4.9e-324",
        "2.2250738585072011e-308",
        "1.7976931348623157e308",
        "9007199254740993",
        "123456789012345678",
        "1234567890123456789012",
        "0.1",
        "0.30000000000000004",
        "0.000000000000000001",
        "3.141592653589793238462643383279",
        "1e-400",
        "1e22",
        "1e23"
      })
  void aNumberHasTheBitsOfItsNearestDouble(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text.strip()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "--1",
        "1 2",
        "1f",
        "1d",
        "0x1p3",
        "NaN",
        "Infinity",
        "1,5",
        "1_000",
        "١",
        "1e5.0",
        "1.2.3",
        "5-"
      })
  void whatIsNoDecimalNumberIsNone(String text) {
    assertThat(parse(text)).isNaN();
  }

  @Test
  void whatIsTooLargeIsInfinite() {
    assertThat(parse("1e400")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(parse("-1e999999999999")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(parse("9".repeat(100_000))).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void randomNumbersAreRoundedCorrectly() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double value = (random.nextDouble() - 0.5) * StrictMath.pow(10, random.nextInt(40) - 20);
      String shortest = Double.toString(value);
      assertThat(parse(shortest)).isEqualTo(value);
      String fixed = "%.6f".formatted(value);
      assertThat(parse(fixed)).isEqualTo(Double.parseDouble(fixed));
    }
  }

  private static double parse(String text) {
    char[] padded = ("7" + text + "7").toCharArray();
    return NumberText.parse(padded, 1, text.length());
  }
}
