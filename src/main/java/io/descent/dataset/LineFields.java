package io.descent.dataset;

/** Counts the fields of the first lines of a text, for each separator that it may have. */
final class LineFields {

  private static final int MOST_LINES = 100;

  private final String text;
  private final int end;

  /**
   * @param text the start of a file; a last line that is cut off is not looked at
   */
  LineFields(String text) {
    this.text = text;
    int last = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    boolean several = last > 0 && text.strip().length() > last;
    this.end = several && text.length() > 1 << 14 ? last : text.length();
  }

  /** How many fields each line has; 0 where lines differ. An empty last field does not count. */
  int equal(char separator) {
    int common = -1;
    int at = 0;
    for (int line = 0; line < MOST_LINES && at < end; line++) {
      Line found = line(at, separator);
      at = found.next;
      if (found.fields > 0) {
        if (common >= 0 && common != found.fields) {
          return 0;
        }
        common = found.fields;
      }
    }
    return Math.max(common, 0);
  }

  /** How many fields the first line has. */
  int first(char separator) {
    return line(0, separator).fields;
  }

  /** How many fields the longest of the other lines has; 0 where there is no other. */
  int mostBehindFirst(char separator) {
    int most = 0;
    int at = line(0, separator).next;
    for (int line = 1; line < MOST_LINES && at < end; line++) {
      Line found = line(at, separator);
      at = found.next;
      most = Math.max(most, found.fields);
    }
    return most;
  }

  private record Line(int fields, int next) {}

  private Line line(int from, char separator) {
    int fields = 0;
    boolean quoted = false;
    boolean any = false;
    int at = from;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
        any = true;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        break;
      } else if (!quoted && isSeparator(c, separator)) {
        // A run begins only behind a field
        fields += any || separator != CsvDialect.RUNS ? 1 : 0;
        any = false;
      } else {
        any |= c != ' ';
      }
    }
    return new Line(fields + (any ? 1 : 0), at + 1);
  }

  private static boolean isSeparator(char c, char separator) {
    return separator == CsvDialect.RUNS ? c == ' ' || c == '\t' : c == separator;
  }

  /** Whether columns are lined up by several blanks. */
  boolean aligned() {
    return text.substring(0, end).contains("  ");
  }

  boolean commasBetweenDigits() {
    boolean quoted = false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == ',' && !quoted && !(isDigit(i - 1) && isDigit(i + 1))) {
        return false;
      }
    }
    return true;
  }

  private boolean isDigit(int at) {
    return at >= 0 && at < end && NumberText.digit(text.charAt(at));
  }
}
