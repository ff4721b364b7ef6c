package io.descent.dataset;

import io.descent.dataset.NumberTally.Found;
import io.descent.web.FileProblems;
import io.descent.web.Spelling;
import java.util.Optional;

/**
 * What the values of one column have shown of its kind, which follows from all of them. Numbers are
 * counted with a decimal point and with a decimal comma, as a file shows only at its end which of
 * them it has.
 */
final class ColumnInference {

  /** What the client says of a column. */
  enum Given {
    NOTHING,
    CATEGORICAL,
    /** Words, as the file itself says. */
    TEXT,
    NUMERIC,
    DATE,
    IGNORED
  }

  /** What one value is. */
  enum Value {
    /** Missing in a column of any kind. */
    EMPTY,
    /** Missing in a column of numbers or dates, and a word in one of text. */
    MISSING_WORD,
    NUMBER,
    DATE,
    TEXT
  }

  /** Where the value stands that is looked at. */
  static final class Place {
    private char[] text = {};
    private int from;
    private int length;
    private long line;

    Found found() {
      return new Found(line, new String(text, from, length));
    }
  }

  private final Given given;
  private final MissingWords missing;
  private final NumberScan scan;
  private final PlainNumber plain = new PlainNumber();
  private final DateText dateText = new DateText();
  private final Place place = new Place();

  private final NumberTally points = new NumberTally('.');
  private final NumberTally commas = new NumberTally(',');
  private long values;
  private long empties;
  private long words;
  private long dates;
  private long zeroLed;
  private double value;
  private Optional<Found> noDate = Optional.empty();

  /**
   * @param scan reads the numbers; may be shared by the columns of a file
   */
  ColumnInference(Given given, MissingWords missing, NumberScan scan) {
    this.given = given;
    this.missing = missing;
    this.scan = scan;
  }

  /**
   * Takes a value and says what it is.
   *
   * @param decimal the decimal sign that the file seems to have
   */
  Value see(char[] text, int from, int length, long line, char decimal) {
    if (length == 0 || missing.declared(text, from, length)) {
      empties++;
      return Value.EMPTY;
    }
    place.text = text;
    place.from = from;
    place.length = length;
    place.line = line;
    if (given == Given.CATEGORICAL) {
      values++;
      return Value.TEXT;
    }
    if (given == Given.TEXT) {
      word(text, from, length);
      return Value.TEXT;
    }
    if (decimal == '.' && plain.scan(text, from, length) && again()) {
      value = plain.value();
      return Value.NUMBER;
    }
    if (scan.scan(text, from, length)) {
      return number(decimal);
    }
    if (MissingWords.usual(text, from, length)) {
      words++;
      return Value.MISSING_WORD;
    }
    return NumberText.isInfinite(text, from, length) ? infinite() : dateOrText();
  }

  /** Counts a plain number, where those before it have shown all that it shows of its column. */
  private boolean again() {
    if (noDate.isEmpty()
        || (plain.pointed() && !(points.knowsOnly() && commas.odd().isPresent()))) {
      return false;
    }
    values++;
    points.again();
    if (!plain.pointed()) {
      commas.again();
    }
    return true;
  }

  /** Words that are all numbers are told. */
  private void word(char[] text, int from, int length) {
    if (points.count() == values && scan.scan(text, from, length)) {
      points.take(scan, place);
    }
    values++;
  }

  private Value number(char decimal) {
    boolean point = points.take(scan, place);
    boolean comma = commas.take(scan, place);
    zeroLed += scan.zeroLed() ? 1 : 0;
    noDate();
    if (!(decimal == ',' ? comma : point)) {
      return Value.TEXT;
    }
    value = scan.with(decimal).value();
    return Value.NUMBER;
  }

  private Value infinite() {
    points.takeInfinite();
    commas.takeInfinite();
    noDate();
    value = Double.POSITIVE_INFINITY;
    return Value.NUMBER;
  }

  private Value dateOrText() {
    points.takeOdd(place);
    commas.takeOdd(place);
    // Where one value is no date none needs to be read as one
    boolean perhaps = given == Given.DATE || dates == values;
    value = perhaps ? dateText.parse(place.text, place.from, place.length) : Double.NaN;
    if (Double.isNaN(value)) {
      noDate();
      return Value.TEXT;
    }
    dates++;
    values++;
    return Value.DATE;
  }

  private void noDate() {
    values++;
    noDate = noDate.isPresent() ? noDate : Optional.of(place.found());
  }

  /** The number, or the date in seconds since 1970, that was seen last. */
  double value() {
    return value;
  }

  NumberTally numbers(char decimal) {
    return decimal == ',' ? commas : points;
  }

  /** Whether the client leaves it to the values what they are. */
  boolean isFree() {
    return given == Given.NOTHING || given == Given.NUMERIC;
  }

  /** Whether half of the values or more are numbers with this decimal sign. */
  boolean isMostlyNumbers(char decimal) {
    return values > 0 && 2 * numbers(decimal).count() >= values;
  }

  /** Whether all values are, as the client says or as they look. */
  boolean isNumbers(char decimal) {
    return values > 0 && given != Given.CATEGORICAL && numbers(decimal).count() == values;
  }

  boolean isDates() {
    return values > 0 && dates == values;
  }

  /** Whether it begins with dates, and has others: the first of those. */
  Optional<Found> dateSpoiler() {
    return dates > 0 && dates < values ? noDate : Optional.empty();
  }

  /** Numbers with zeros that lead them. */
  long zeroLed() {
    return zeroLed;
  }

  /** Missing values where the column is numbers or dates. */
  long missingNumbers() {
    return empties + words;
  }

  /** Missing values where the column is text. */
  long missingTexts() {
    return empties;
  }

  /** Words that are missing values in a column of numbers. */
  long words() {
    return words;
  }

  /**
   * The column's kind.
   *
   * @param decimal the file's decimal sign
   * @param problems takes the first value that does not fit, and what helps
   */
  Column.Kind decide(char decimal, String name, FileProblems problems) {
    if (values == 0 && given != Given.CATEGORICAL) {
      return Column.Kind.IGNORED;
    }
    if (given == Given.CATEGORICAL || given == Given.TEXT) {
      return Column.Kind.CATEGORICAL;
    }
    if (given == Given.DATE || (given != Given.NUMERIC && isDates())) {
      return dates(name, problems);
    }
    if (isNumbers(decimal)) {
      return Column.Kind.NUMERIC;
    }
    if (given == Given.NUMERIC || (given == Given.NOTHING && isMostlyNumbers(decimal))) {
      refuse(decimal, name, problems);
      return Column.Kind.NUMERIC;
    }
    if (given == Given.NOTHING && isMostlyNumbers(decimal == ',' ? '.' : ',')) {
      refuseSign(decimal, name, problems);
    }
    return Column.Kind.CATEGORICAL;
  }

  private Column.Kind dates(String name, FileProblems problems) {
    if (!isDates()) {
      Found odd = noDate.orElseThrow();
      problems.add(
          odd.line(),
          name,
          Spelling.quoted(odd.text())
              + " is not a date (YYYY-MM-DD, perhaps with a time); correct it, or do not list the"
              + " column in date");
    }
    return Column.Kind.DATE;
  }

  private void refuse(char decimal, String name, FileProblems problems) {
    Found odd = numbers(decimal).odd().orElseThrow();
    String which = given == Given.NUMERIC ? "as the field numeric says" : "as most values are";
    problems.add(
        odd.line(),
        name,
        "%s is not a number, %s; if it is missing, leave it empty or name it in missing; if the column holds categories, list it in categorical, else in ignore"
            .formatted(Spelling.quoted(odd.text()), which));
  }

  private void refuseSign(char decimal, String name, FileProblems problems) {
    Found odd = numbers(decimal).odd().orElseThrow();
    problems.add(
        odd.line(),
        name,
        "%s is a number with a decimal %s only, and the file's is a %s; name the sign in decimal, or list the column in categorical"
            .formatted(
                Spelling.quoted(odd.text()),
                decimal == ',' ? "point" : "comma",
                decimal == ',' ? "comma" : "point"));
  }
}
