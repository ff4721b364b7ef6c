package io.descent.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a numeric or date column are spelled, so that those of later files and
 * questions are read as those it was trained on.
 *
 * @param decimal {@code .} or {@code ,}
 * @param grouping the sign between groups of three digits, or nothing
 * @param sign the currency sign or {@code %}, or nothing
 * @param date whether values are dates, as seconds since 1970
 * @param missing spellings of a missing value besides the usual ones
 */
public record ColumnReading(
    String decimal,
    String grouping,
    String sign,
    boolean date,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> missing) {

  /** What was stored before missing values were kept has none. */
  @SuppressWarnings("NullAway")
  public ColumnReading {
    missing = missing == null ? List.of() : List.copyOf(missing);
  }

  public ColumnReading(String decimal, String grouping, String sign, boolean date) {
    this(decimal, grouping, sign, date, List.of());
  }

  /** The largest number that is taken; beyond it a float would be infinite. */
  public static final double LARGEST = 3.4e38;

  /** Numbers as programs write them. */
  public static final ColumnReading PLAIN = new ColumnReading(".", "", "", false);

  /** Dates and times. */
  public static final ColumnReading DATES = new ColumnReading(".", "", "", true);

  /** What is absent in what was stored before there were readings is plain. */
  public static ColumnReading orPlain(@Nullable ColumnReading reading) {
    return reading == null ? PLAIN : reading;
  }

  static ColumnReading of(char decimal, char grouping, char sign) {
    return new ColumnReading(String.valueOf(decimal), word(grouping), word(sign), false);
  }

  /** The same, with spellings of a missing value. */
  ColumnReading missing(List<String> words) {
    return new ColumnReading(decimal, grouping, sign, date, words);
  }

  /** Whether a text stands for nothing in a column of numbers or dates. */
  public boolean isMissing(char[] text, int from, int length) {
    return length == 0
        || MissingWords.usual(text, from, length)
        || !missing.isEmpty() && isDeclared(new String(text, from, length));
  }

  private boolean isDeclared(String text) {
    return missing.contains(text) || isMissing(PLAIN.parse(text));
  }

  /** Whether a number stands for nothing, such as −999. */
  public boolean isMissing(double value) {
    for (String word : missing) {
      if (parse(word) == value) {
        return true;
      }
    }
    return false;
  }

  private boolean isPlain() {
    return decimal.equals(".") && grouping.isEmpty() && sign.isEmpty() && !date;
  }

  private static String word(char sign) {
    return sign == NumberScan.NONE ? "" : String.valueOf(sign);
  }

  /**
   * The value of a text in this spelling, or as a program writes it where that is no other number;
   * NaN where it is neither, infinite where it is too large.
   */
  public double parse(char[] text, int from, int length) {
    if (date) {
      return new DateText().parse(text, from, length);
    }
    double plain = NumberText.parse(text, from, length);
    if (isPlain() && !Double.isNaN(plain)) {
      return plain;
    }
    NumberScan scan = new NumberScan();
    boolean number = scan.scan(text, from, length);
    if (number && fits(scan)) {
      return scan.with(decimal.charAt(0)).value();
    }
    return scan.comma().fits() && scan.point().fits() ? Double.NaN : plain;
  }

  /** What is wrong with a word, if anything. */
  static Optional<String> wordProblem(char[] text, int from, int length, boolean quoted) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == 0) {
        return Optional.of("holds a NUL character");
      }
      if (text[i] == '"' && !quoted) {
        return Optional.of("a quote inside a field without quotes; quote the field");
      }
    }
    return Optional.empty();
  }

  /** A word of a column of categories: a whole number in its one spelling, else as it is. */
  public static String category(char[] text, int from, int length) {
    return length == 0 ? "" : CategoryText.of(text, from, length);
  }

  public double parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  private boolean fits(NumberScan scan) {
    NumberScan.Form form = scan.with(decimal.charAt(0));
    return form.fits()
        && (form.grouping() == NumberScan.NONE || grouping.equals(word(form.grouping())))
        && (scan.sign() == NumberScan.NONE || sign.equals(word(scan.sign())));
  }
}
