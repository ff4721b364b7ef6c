package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.descent.dataset.ColumnInference.Given;
import io.descent.web.FileProblems;
import io.descent.web.ProblemException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnInferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1;2.5;-3              | NUMERIC
          1;NA;;?;2             | NUMERIC
          $5;$1,200.50          | NUMERIC
          5%;7%                 | NUMERIC
          2024-01-01;NaN        | DATE
          2024-01-01;a          | CATEGORICAL
          a;b                   | CATEGORICAL
          a;b;1                 | CATEGORICAL
          NA;a                  | CATEGORICAL
          ;;                    | IGNORED
          NA;?;                 | IGNORED
          1;2;x                 | "x"
          x;1                   | "x"
          x;y;1;2               | "x"
          $1;€1                 | "€1"
          1,200;1'200           | "1'200"
          12,34;1,234           | "12,34"
          28,70;1,5             | "28,70"
          True;False            | CATEGORICAL
          inf;1                 | NUMERIC
          """)
  void theKindFollowsFromTheWholeColumn(String values, String expected) {
    assertThat(decide(Given.NOTHING, '.', values.split(";", -1))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CATEGORICAL | 1;2          | CATEGORICAL
          NUMERIC     | 1;2;a;b;c    | "a"
          NUMERIC     | 1;NA         | NUMERIC
          DATE        | 2024-01-01;  | DATE
          DATE        | 2024-01-01;1 | "1"
          DATE        | x;2024-01-01 | "x"
          IGNORED     | 1;a          | CATEGORICAL
          """)
  void whatIsGivenHolds(Given given, String values, String expected) {
    assertThat(decide(given, '.', values.split(";", -1))).isEqualTo(expected);
  }

  /** Its name, or the value that is refused. */
  private static String decide(Given given, char decimal, String... values) {
    FileProblems problems = new FileProblems();
    String kind = column(given, List.of(), values).decide(decimal, "c", problems).name();
    if (problems.isEmpty()) {
      return kind;
    }
    String detail = catchThrowableOfType(ProblemException.class, problems::throwIfAny).detail();
    return detail.replaceAll(".* (\"[^ ]*\") is .*", "$1");
  }

  private static ColumnInference column(Given given, List<String> missing, String... values) {
    ColumnInference column =
        new ColumnInference(given, new MissingWords(missing), new NumberScan());
    for (int i = 0; i < values.length; i++) {
      column.see(values[i].toCharArray(), 0, values[i].length(), i + 2, '.');
    }
    return column;
  }

  @Property
  void theOrderOfTheValuesDoesNotMatter(@ForAll("columns") List<String> values) {
    String[] ascending = values.toArray(String[]::new);
    String[] descending = values.reversed().toArray(String[]::new);
    for (char decimal : new char[] {'.', ','}) {
      String kind = decide(Given.NOTHING, decimal, ascending);
      if (!kind.startsWith("\"")) {
        assertThat(decide(Given.NOTHING, decimal, descending)).isEqualTo(kind);
      }
    }
  }

  /** With a plus before it, nothing is a plain number that is taken on a shorter way. */
  @Property
  void plainNumbersShowWhatTheyShowWithAPlus(@ForAll("plain") List<String> values) {
    NumberScan scan = new NumberScan();
    ColumnInference plain = new ColumnInference(Given.NOTHING, new MissingWords(List.of()), scan);
    ColumnInference signed = new ColumnInference(Given.NOTHING, new MissingWords(List.of()), scan);
    for (int line = 0; line < values.size(); line++) {
      String text = values.get(line);
      String plus = text.matches("[0-9].*") ? "+" + text : text;
      ColumnInference.Value seen = plain.see(text.toCharArray(), 0, text.length(), line, '.');
      assertThat(seen).isEqualTo(signed.see(plus.toCharArray(), 0, plus.length(), line, '.'));
      if (seen == ColumnInference.Value.NUMBER) {
        assertThat(plain.value()).isEqualTo(signed.value()).isEqualTo(Double.parseDouble(text));
      }
    }
    assertThat(shown(plain)).isEqualTo(shown(signed));
  }

  private static List<Object> shown(ColumnInference column) {
    List<Object> shown = new ArrayList<>();
    for (char decimal : new char[] {'.', ','}) {
      NumberTally numbers = column.numbers(decimal);
      shown.add(numbers.count());
      shown.add(numbers.isSeparated());
      shown.add(numbers.odd().map(NumberTally.Found::line));
      shown.add(numbers.only().map(NumberTally.Found::line));
      shown.add(numbers.doubtful().map(NumberTally.Found::line));
      shown.add(numbers.reading());
      shown.add(column.isNumbers(decimal));
    }
    shown.add(column.zeroLed());
    shown.add(column.missingNumbers());
    shown.add(column.isDates());
    return shown;
  }

  @Provide
  Arbitrary<List<String>> plain() {
    Arbitrary<String> numbers =
        Arbitraries.bigDecimals()
            .between(new BigDecimal("-1e20"), new BigDecimal("1e20"))
            .ofScale(6)
            .flatMap(
                it ->
                    Arbitraries.integers()
                        .between(0, 6)
                        .map(scale -> it.setScale(scale, RoundingMode.DOWN).toPlainString()));
    return Arbitraries.oneOf(
            numbers,
            Arbitraries.of("0", "-0", "1", "2.5", "1.234", "0.125", "007", "12.", "1e3", "", "NA"),
            Arbitraries.of("9007199254740993", "123456789012345678.9", "0.1", "1234.567", "-0.0"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<String>> columns() {
    return Arbitraries.of(
            "1", "2.5", "2,5", "1,234", "1.234", "", "NA", "?", "x", "yes", "2024-01-01", "7%")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,5;2        | 3     | ,
          1.5;2        | 3     | .
          1;2          | 3     | .
          1,234;2      | 3,5   | ,
          1,234        | 0.5   | .
          1.234        | 0.5   | .
          1.234        | 0,5   | ,
          a, b;c       | 1,5   | ,
          1,234;5      | 6     | decimal
          1.234;5      | 6     | decimal
          1.234        | 1,234 | decimal
          1.5          | 1,5   | decimal
          1.5;1,5      | 1     | decimal
          """)
  void aFileHasOneDecimalSign(String left, String right, String expected) {
    List<ColumnInference> columns = new ArrayList<>();
    columns.add(column(Given.NOTHING, List.of(), left.split(";")));
    columns.add(column(Given.NOTHING, List.of(), right.split(";")));
    FileProblems problems = new FileProblems();

    char sign = new DecimalSign(List.of("left", "right"), columns).decide(problems);

    assertThat(problems.isEmpty() ? String.valueOf(sign) : "decimal").isEqualTo(expected);
  }

  @Test
  void declaredWordsAreMissingInColumnsOfTextToo() {
    ColumnInference column = column(Given.NOTHING, List.of("none", "-9"), "a", "none", "NA", "-9");

    assertThat(column.missingTexts()).isEqualTo(2);
    assertThat(column.missingNumbers()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "9007199254740993, true",
    "9007199254740992, true",
    "-12345678901234567890123, true",
    "3.4e38, false",
    "340000000000000000000, false",
    "1700000000000000000, false",
    "9007199254740991, false",
  })
  void aLargeNumberIsToldWhereItsDigitsAreLost(String number, boolean told) {
    StoredContent content = new Intake().csv("x,y\n" + number + ",a\n2,b\n5,b\n");

    assertThat(content.description().warnings().stream().map(io.descent.web.Warning::code))
        .filteredOn("large_integers"::equals)
        .hasSize(told ? 1 : 0);
  }
}
