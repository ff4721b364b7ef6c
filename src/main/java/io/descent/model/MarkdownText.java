package io.descent.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Markdown as it grows. What is not given to {@link #add} is text, whatever it holds. */
final class MarkdownText {

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
    return number.isNumber() ? figures(number.doubleValue(), 4) : "–";
  }

  static String figures(double value, int figures) {
    if (value == 0) {
      return "0";
    }
    if (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e7) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    return new BigDecimal(value)
        .round(new MathContext(figures))
        .stripTrailingZeros()
        .toPlainString();
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
