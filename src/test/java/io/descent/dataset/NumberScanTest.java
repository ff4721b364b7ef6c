package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberScanTest {

  /** A number as some country or program writes it. */
  record Spelled(String text, double value, char decimal, String grouping, String sign) {}

  private final NumberScan scan = new NumberScan();

  @Property(tries = 20_000)
  void aNumberIsReadAsItWasWritten(@ForAll("numbers") Spelled number) {
    assertThat(scan(number.text())).as(number.text()).isTrue();
    NumberScan.Form form = scan.with(number.decimal());
    assertThat(form.fits()).as(number.text()).isTrue();
    assertThat(form.value()).as(number.text()).isEqualTo(number.value());
    assertThat(sign(scan.sign())).isEqualTo(number.sign());
    ColumnReading reading =
        new ColumnReading(
            String.valueOf(number.decimal()), number.grouping(), number.sign(), false);
    assertThat(reading.parse(number.text())).isEqualTo(number.value());
  }

  @Provide
  Arbitrary<Spelled> numbers() {
    Arbitrary<BigDecimal> values =
        Arbitraries.bigDecimals()
            .between(new BigDecimal("-1e15"), new BigDecimal("1e15"))
            .ofScale(6)
            .flatMap(it -> Arbitraries.integers().between(0, 6).map(scale -> cut(it, scale)));
    Arbitrary<Character> decimals = Arbitraries.of('.', ',');
    Arbitrary<String> groupings =
        Arbitraries.of("", ",", ".", "'", "\u2019", " ", "\u00a0", "\u202f");
    Arbitrary<String> signs = Arbitraries.of("", "$", "€", "£", "%");
    Arbitrary<Boolean> before = Arbitraries.of(true, false);
    Arbitrary<String> gaps = Arbitraries.of("", " ", "\u00a0");
    return Combinators.combine(values, decimals, groupings, signs, before, gaps)
        .filter((value, decimal, grouping, sign, first, gap) -> !grouping.equals("" + decimal))
        .as(NumberScanTest::spell);
  }

  private static BigDecimal cut(BigDecimal value, int scale) {
    return value.setScale(scale, java.math.RoundingMode.DOWN);
  }

  private static Spelled spell(
      BigDecimal value, char decimal, String grouping, String sign, boolean first, String gap) {
    String[] parts = value.abs().toPlainString().split("\\.");
    StringBuilder text = new StringBuilder(parts[0]);
    for (int at = text.length() - 3; at > 0; at -= 3) {
      text.insert(at, grouping);
    }
    if (parts.length > 1) {
      text.append(decimal).append(parts[1]);
    }
    boolean before = first && !sign.isEmpty() && !sign.equals("%");
    String minus = value.signum() < 0 ? "-" : "";
    String spelled =
        before
            ? (gap.isEmpty() ? minus + sign : sign + gap + minus) + text
            : minus + text + (sign.isEmpty() ? "" : gap + sign);
    return new Spelled(
        spelled,
        Double.parseDouble(value.toPlainString()) + (minus.isEmpty() ? 0.0 : -0.0),
        decimal,
        grouping.equals("\u2019")
            ? "'"
            : grouping.isEmpty() || grouping.equals("'")
                ? grouping
                : grouping.isBlank() || grouping.charAt(0) > 127 ? " " : grouping,
        sign);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,234        | 1234    | 1.234
          1.234        | 1.234   | 1234
          28,70        |         | 28.7
          28.70        | 28.7    |
          1,234.5      | 1234.5  |
          1.234,5      |         | 1234.5
          0,123        |         | 0.123
          0.123        | 0.123   |
          1,234,567    | 1234567 |
          1'234'567    | 1234567 | 1234567
          1 234,5      |         | 1234.5
          12,34,567    |         |
          1,23         |         | 1.23
          1234,567     |         | 1234.567
          1,2345       |         | 1.2345
          1.234.56     |         |
          1,234 567    |         |
          1,234e5      |         | 123400
          -$12.50      | -12.5   |
          $-12.50      | -12.5   |
          12.50 €      | 12.5    |
          45%          | 45      | 45
          4.5 %        | 4.5     |
          $5%          |         |
          \u22125      | -5      | -5
          .5           | 0.5     |
          5.           | 5       |
          ,5           |         | 0.5
          1e5          | 1e5     | 1e5
          1 e5         |         |
          --1          |         |
          1-           |         |
          $            |         |
          %            |         |
          1..2         |         |
          12 34        |         |
          007          | 7       | 7
          """)
  void theTwoDecimalSignsAreToldApart(String text, Double point, Double comma) {
    scan(text);

    assertThat(value(scan.point())).as(text).isEqualTo(point);
    assertThat(value(scan.comma())).as(text).isEqualTo(comma);
  }

  @Property
  void longNumbersAreRoundedCorrectlyToo(@ForAll("digits") String digits) {
    String text = digits.substring(0, 3) + "," + digits.substring(3);

    scan(text);

    assertThat(scan.comma().value()).isEqualTo(Double.parseDouble(text.replace(',', '.')));
  }

  @Provide
  Arbitrary<String> digits() {
    return Arbitraries.strings().numeric().ofMinLength(7).ofMaxLength(300);
  }

  @Property
  void whateverIsScannedEndsAndAgreesWithItself(@ForAll("anything") String text) {
    boolean number = scan(text);

    for (NumberScan.Form form : List.of(scan.point(), scan.comma())) {
      assertThat(number || !form.fits()).isTrue();
      if (form.fits()) {
        assertThat(form.value()).isNotNaN();
      }
    }
    double plain = NumberText.parse(text.toCharArray(), 0, text.length());
    if (!Double.isNaN(plain)) {
      assertThat(scan.point().value()).isEqualTo(plain);
    }
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.strings().withChars("0123456789.,' -+eE$%\u00a0€x").ofMaxLength(20);
  }

  private boolean scan(String text) {
    char[] padded = ("9" + text + "9").toCharArray();
    return scan.scan(padded, 1, text.length());
  }

  private static Double value(NumberScan.Form form) {
    return form.fits() ? form.value() : null;
  }

  private static String sign(char sign) {
    return sign == NumberScan.NONE ? "" : String.valueOf(sign);
  }
}
