package io.descent.model;

import io.descent.web.Spelling;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Markdown as it grows. What is not given to {@link #add} is text, whatever it holds. */
final class MarkdownText {

  private static final int FIGURES = 4;
  private static final double SMALL = 1e-3;
  private static final double LARGE = 1e12;
  private static final double MILLIS = 1000;

  private final StringBuilder text = new StringBuilder();

  MarkdownText add(String markdown) {
    text.append(markdown);
    return this;
  }

  void section(String title) {
    text.append("\n## ").append(title).append("\n\n");
  }

  /** An entry of a list. */
  void row(String name, String value) {
    text.append("- ").append(escaped(name)).append(": ").append(escaped(value)).append('\n');
  }

  /** The head of a table. */
  void table(String... titles) {
    line(titles);
    text.append("|").append(" --- |".repeat(titles.length)).append('\n');
  }

  void line(String... cells) {
    text.append(
        Arrays.stream(cells)
            .map(MarkdownText::escaped)
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** Between fences that are longer than any that the JSON holds. */
  void code(JsonNode json) {
    String code = json.toPrettyString();
    String fence = "```";
    while (code.contains(fence)) {
      fence += "`";
    }
    text.append(fence).append("json\n").append(code).append('\n').append(fence).append('\n');
  }

  /** A number to four figures; a dash where there is none. */
  static String figures(JsonNode number) {
    return number.isNumber() ? Spelling.number(number.doubleValue(), FIGURES) : "–";
  }

  /** A setting as one writes it: {@code 0.05}, {@code 1e-8}. */
  static String setting(JsonNode number) {
    double value = number.doubleValue();
    double size = Math.abs(value);
    return size == 0 || size >= SMALL && size < LARGE
        ? Spelling.number(value, FIGURES)
        : String.format(Locale.ROOT, "%.3e", value).replaceFirst("\\.?0*e([+-])0?", "e$1");
  }

  /**
   * A value of a column in all its figures.
   *
   * @param date a time in seconds since 1970
   */
  static String value(double value, boolean date) {
    if (date) {
      return Instant.ofEpochMilli(Math.round(value * MILLIS)).toString().replace("T00:00:00Z", "");
    }
    double size = Math.abs(value);
    return size == 0 || size >= SMALL && size < LARGE
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  /** Whatever a name holds is text here, no markup. */
  static String escaped(String name) {
    return name.replaceAll("\\p{Cntrl}", " ")
        .replaceAll("([\\\\`*_\\[\\]#|!~])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
