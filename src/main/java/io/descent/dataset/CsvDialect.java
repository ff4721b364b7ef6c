package io.descent.dataset;

/**
 * How a CSV file is written, seen from its first bytes: where it starts after a byte order mark,
 * and which of comma, semicolon and tab is most frequent in the header outside of quotes.
 */
record CsvDialect(int start, char separator) {

  private static final char[] SEPARATORS = {',', ';', '\t'};

  static CsvDialect of(byte[] head) {
    boolean marked =
        head.length >= 3
            && (head[0] & 0xff) == 0xef
            && (head[1] & 0xff) == 0xbb
            && (head[2] & 0xff) == 0xbf;
    int start = marked ? 3 : 0;
    return new CsvDialect(start, separator(head, start));
  }

  private static char separator(byte[] head, int start) {
    int[] counts = new int[SEPARATORS.length];
    boolean quoted = false;
    for (int i = start; i < head.length; i++) {
      byte b = head[i];
      if (b == '"') {
        quoted = !quoted;
      } else if (!quoted && (b == '\n' || b == '\r')) {
        break;
      } else if (!quoted) {
        count(b, counts);
      }
    }
    int best = 0;
    for (int s = 1; s < counts.length; s++) {
      best = counts[s] > counts[best] ? s : best;
    }
    return SEPARATORS[best];
  }

  private static void count(byte b, int[] counts) {
    for (int s = 0; s < SEPARATORS.length; s++) {
      if (b == SEPARATORS[s]) {
        counts[s]++;
      }
    }
  }
}
