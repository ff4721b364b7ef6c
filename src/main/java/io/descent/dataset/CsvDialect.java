package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/**
 * How a CSV file is written, seen from its first bytes.
 *
 * @param start bytes of a byte order mark and of a line that declares the separator
 * @param separator a blank stands for runs of blanks and tabs
 * @param lines that are skipped at the start
 */
record CsvDialect(Charset charset, int start, char separator, int lines) {

  static final char RUNS = ' ';
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  static CsvDialect of(byte[] head, CsvOptions options) {
    Charset marked = marked(head);
    Charset charset = options.encoding().orElse(marked == null ? UTF_8 : marked);
    int mark =
        marked == null || !charset.name().startsWith(name(marked))
            ? 0
            : UTF_8.equals(marked) ? 3 : 2;
    String text = new String(head, mark, head.length - mark, charset);
    if (declares(text)) {
      char declared = text.charAt(4) == ' ' ? RUNS : text.charAt(4);
      int end = text.startsWith("\r\n", 5) ? 7 : 6;
      int start = mark + text.substring(0, end).getBytes(charset).length;
      return new CsvDialect(charset, start, options.separator().orElse(declared), 1);
    }
    return new CsvDialect(charset, mark, options.separator().orElseGet(() -> detected(text)), 0);
  }

  private static String name(Charset marked) {
    return marked.equals(UTF_8) ? "UTF-8" : "UTF-16";
  }

  private static @org.jspecify.annotations.Nullable Charset marked(byte[] head) {
    int first = head.length > 1 ? (head[0] & 0xff) << 8 | head[1] & 0xff : 0;
    return switch (first) {
      case 0xefbb -> head.length > 2 && (head[2] & 0xff) == 0xbf ? UTF_8 : null;
      case 0xfffe -> UTF_16LE;
      case 0xfeff -> UTF_16BE;
      default -> null;
    };
  }

  /** A first line such as {@code sep=;} is a declaration for spreadsheets. */
  private static boolean declares(String text) {
    return text.length() > 5
        && text.regionMatches(true, 0, "sep=", 0, 4)
        && (text.charAt(5) == '\n' || text.charAt(5) == '\r');
  }

  /**
   * The first separator that parts all lines into equally many fields; where none does, runs of
   * blanks if they do, else the one that is most frequent in the first line, if any other has it.
   */
  private static char detected(String text) {
    LineFields lines = new LineFields(text);
    boolean runs = lines.equal(RUNS) > 1;
    // A tab among runs of blanks is one of them
    boolean tabbed = runs && lines.equal(RUNS) > lines.equal('\t') && lines.aligned();
    for (char separator : SEPARATORS) {
      boolean parts = lines.equal(separator) > 1 && !(separator == '\t' && tabbed);
      if (parts && !(separator == ',' && isDecimal(lines))) {
        return separator;
      }
    }
    if (tabbed && lines.equal('\t') > 1) {
      return RUNS;
    }
    return mostFrequent(lines, runs);
  }

  /** Commas that stand between digits only are decimal where another sign parts the lines too. */
  private static boolean isDecimal(LineFields lines) {
    boolean other = lines.equal(';') > 1 || lines.equal('\t') > 1 || lines.equal('|') > 1;
    return other && lines.commasBetweenDigits();
  }

  private static char mostFrequent(LineFields lines, boolean runs) {
    char best = ',';
    for (char separator : SEPARATORS) {
      boolean more = lines.first(separator) > lines.first(best);
      best = more && lines.mostBehindFirst(separator) != 1 ? separator : best;
    }
    return lines.first(best) <= 1 && runs ? RUNS : best;
  }
}
