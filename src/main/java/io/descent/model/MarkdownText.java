package io.descent.model;

import io.descent.web.Spelling;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Markdown as it grows. What is not given to {@link #add} is text, whatever it holds. */
final class MarkdownText {

  private static final int FIGURES = 4;

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
