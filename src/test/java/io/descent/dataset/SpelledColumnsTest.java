package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.dataset.Column.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whole columns of each kind, in all spellings at once: country, grouping, sign, missing values.
 */
class SpelledColumnsTest {

  private static final List<String> MISSING = List.of("", "NA", "N/A", "?", "-", "null", "k.A.");
  private static final List<String> GROUPS = List.of("", ",", ".", "'", " ", "\u00a0");
  private static final List<String> SIGNS = List.of("", "$", "€ ", "£", " €", "%", " %");
  private static final List<String> TIMES =
      List.of("yyyy-MM-dd'T'HH:mm:ssX", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'");

  private final Intake intake = new Intake();

  /**
   * How a file is written.
   *
   * @param comma whether the decimal sign is a comma, and fields are parted by semicolons
   */
  record Country(boolean comma, String group, String sign, String missing) {

    static Country of(Random random) {
      boolean comma = random.nextBoolean();
      List<String> groups = GROUPS.stream().filter(it -> !it.equals(comma ? "," : ".")).toList();
      return new Country(comma, one(groups, random), one(SIGNS, random), one(MISSING, random));
    }

    private static String one(List<String> words, Random random) {
      return words.get(random.nextInt(words.size()));
    }

    String spelled(BigDecimal value) {
      String plain = value.abs().toPlainString();
      int point = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
      StringBuilder text = new StringBuilder(plain.substring(0, point));
      for (int at = point - 3; at > 0 && !group.isEmpty(); at -= 3) {
        text.insert(at, group);
      }
      if (point < plain.length()) {
        text.append(comma ? ',' : '.').append(plain, point + 1, plain.length());
      }
      boolean before = sign.startsWith("$") || sign.startsWith("€") || sign.startsWith("£");
      String signed = before ? sign + text : text + sign;
      return (value.signum() < 0 ? "-" : "") + signed;
    }

    String line(String value, String target) {
      return comma ? value + ";" + target + "\n" : "\"" + value + "\"," + target + "\n";
    }
  }

  @Property(tries = 300)
  void aColumnOfNumbersIsThoseNumbersHoweverTheyAreSpelled(@ForAll long seed) {
    Random random = new Random(seed);
    Country country = Country.of(random);
    StringBuilder file = new StringBuilder(country.comma() ? "x;y\n" : "x,y\n");
    List<Double> expected = new ArrayList<>();
    for (int row = 0; row < 25; row++) {
      boolean missing = row > 2 && random.nextInt(4) == 0;
      // Two digits behind the sign, so that no value fits both decimal signs
      BigDecimal value =
          row == 0
              ? new BigDecimal("1234567.25")
              : new BigDecimal(new BigInteger(1 + random.nextInt(36), random), 2);
      value = random.nextBoolean() ? value : value.negate();
      file.append(
          country.line(
              missing ? country.missing() : country.spelled(value),
              "ab".substring(row % 2, row % 2 + 1)));
      expected.add(missing ? null : value.doubleValue());
    }

    StoredContent content = intake.csv(file.toString(), Intake.fields("missing", "k.A."));

    assertThat(first(content).kind()).as(file.toString()).isEqualTo(Kind.NUMERIC);
    assertThat(intake.rows(content)).extracting(List::getFirst).isEqualTo(expected);
    assertThat(first(content).missing())
        .isEqualTo(expected.stream().filter(it -> it == null).count());
    // What a question later spells as the file does is the same number
    ColumnReading reading = first(content).reading();
    String text = country.spelled(new BigDecimal("-7654321.75"));
    assertThat(reading.parse(text)).as(text).isEqualTo(-7654321.75);
    assertThat(reading.isMissing(country.missing().toCharArray(), 0, country.missing().length()))
        .isTrue();
  }

  @Property(tries = 300)
  void aColumnOfDatesIsSecondsHoweverTheyAreSpelled(@ForAll long seed) {
    Random random = new Random(seed);
    Country country = Country.of(random);
    DateTimeFormatter form =
        DateTimeFormatter.ofPattern(TIMES.get(random.nextInt(TIMES.size())))
            .withZone(ZoneOffset.UTC);
    StringBuilder file = new StringBuilder(country.comma() ? "x;y\n" : "x,y\n");
    List<Double> expected = new ArrayList<>();
    for (int row = 0; row < 12; row++) {
      boolean missing = row > 2 && random.nextInt(4) == 0;
      long seconds = random.nextLong(-60_000_000_000L, 250_000_000_000L);
      file.append(
          country.line(
              missing ? country.missing() : form.format(Instant.ofEpochSecond(seconds)),
              "ab".substring(row % 2, row % 2 + 1)));
      expected.add(missing ? null : (double) seconds);
    }

    StoredContent content = intake.csv(file.toString(), Intake.fields("missing", "k.A."));

    assertThat(first(content).kind()).as(file.toString()).isEqualTo(Kind.DATE);
    assertThat(intake.rows(content)).extracting(List::getFirst).isEqualTo(expected);
  }

  @Property(tries = 300)
  void aColumnOfWordsIsThoseWordsAndOnlyWhatWasDeclaredIsMissing(@ForAll long seed) {
    Random random = new Random(seed);
    Country country = Country.of(random);
    List<String> words = List.of("red", "Größe L", "NA", "?", "x-1", "a b", "0a");
    StringBuilder file = new StringBuilder(country.comma() ? "x;y\n" : "x,y\n");
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < 25; row++) {
      String word = row == 0 ? "red" : words.get(random.nextInt(words.size()));
      boolean missing = row > 2 && random.nextInt(4) == 0;
      file.append(
          country.line(
              missing ? (row % 2 == 0 ? "" : "k.A.") : word, "ab".substring(row % 2, row % 2 + 1)));
      expected.add(missing ? null : word);
    }

    StoredContent content = intake.csv(file.toString(), Intake.fields("missing", "k.A."));

    assertThat(first(content).kind()).isEqualTo(Kind.CATEGORICAL);
    assertThat(intake.rows(content)).extracting(List::getFirst).isEqualTo(expected);
  }

  private static Column first(StoredContent content) {
    return content.description().schema().columns().getFirst();
  }
}
