package io.descent.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MathML of the LaTeX that formulas are written in, so that there is one source of both. */
final class MathMl {

  private static final Map<String, String> LETTERS =
      Map.of(
          "sigma",
          "σ",
          "mu",
          "μ",
          "gamma",
          "γ",
          "beta",
          "β",
          "varepsilon",
          "ε",
          "Phi",
          "Φ",
          "pi",
          "π",
          "varphi",
          "φ");

  private static final Map<String, String> OPERATORS =
      Map.of("partial", "∂", "top", "⊤", "sum", "∑", "in", "∈", "le", "≤", "circ", "∘");

  private static final List<String> FUNCTIONS = List.of("log", "max", "min", "arg", "tanh");

  private static final Map<String, String> SPACES =
      Map.of(",", "0.17em", ";", "0.28em", "quad", "1em", " ", "0.25em");

  private final String latex;
  private int at;

  private MathMl(String latex) {
    this.latex = latex;
  }

  /** A command that is not known here is shown as it is written. */
  static String of(String latex) {
    return "<math>" + new MathMl(latex).row("") + "</math>";
  }

  /** All up to the end, or up to a closing mark, which is passed. */
  private String row(String end) {
    List<String> parts = new ArrayList<>();
    while (at < latex.length() && (end.isEmpty() || !latex.startsWith(end, at))) {
      if (latex.charAt(at) == ' ') {
        at++;
      } else {
        parts.add(scripts(atom()));
      }
    }
    at += end.length();
    return parts.size() == 1 ? parts.getFirst() : element("mrow", String.join("", parts));
  }

  /** What is above and below an atom. */
  private String scripts(String base) {
    if (at < latex.length() && latex.charAt(at) == '\'') {
      at++;
      return element("msup", base + element("mo", "′"));
    }
    String below = script('_');
    String above = script('^');
    below = below.isEmpty() ? script('_') : below;
    if (below.isEmpty()) {
      return above.isEmpty() ? base : element("msup", base + above);
    }
    return above.isEmpty()
        ? element("msub", base + below)
        : element("msubsup", base + below + above);
  }

  private String script(char mark) {
    if (at < latex.length() && latex.charAt(at) == mark) {
      at++;
      return atom();
    }
    return "";
  }

  private String atom() {
    char c = latex.charAt(at++);
    if (c == '\\') {
      return command(name());
    }
    if (c == '{') {
      return row("}");
    }
    if (Character.isDigit(c)) {
      return number();
    }
    return Character.isLetter(c) ? element("mi", c) : operator(c);
  }

  private String number() {
    int from = at - 1;
    while (at < latex.length() && (Character.isDigit(latex.charAt(at)) || isPoint(at))) {
      at++;
    }
    return element("mn", latex.substring(from, at));
  }

  private boolean isPoint(int place) {
    return latex.charAt(place) == '.'
        && place + 1 < latex.length()
        && Character.isDigit(latex.charAt(place + 1));
  }

  private static String operator(char c) {
    String shown =
        switch (c) {
          case '-' -> "−";
          case '<' -> "&lt;";
          case '>' -> "&gt;";
          case '&' -> "&amp;";
          default -> String.valueOf(c);
        };
    return element("mo", shown);
  }

  /** The name of a command: letters, or one other character. */
  private String name() {
    int from = at;
    while (at < latex.length() && Character.isLetter(latex.charAt(at))) {
      at++;
    }
    at = Math.min(Math.max(at, from + 1), latex.length());
    return latex.substring(from, at);
  }

  private String command(String name) {
    if (LETTERS.containsKey(name)) {
      return element("mi", LETTERS.get(name));
    }
    if (OPERATORS.containsKey(name)) {
      return element("mo", OPERATORS.get(name));
    }
    if (FUNCTIONS.contains(name)) {
      return element("mi", name);
    }
    if (SPACES.containsKey(name)) {
      return "<mspace width=\"" + SPACES.get(name) + "\"/>";
    }
    return switch (name) {
      case "frac", "tfrac" -> element("mfrac", argument() + argument());
      case "sqrt" -> element("msqrt", argument());
      case "overline" -> element("mover", argument() + element("mo", "¯"));
      case "mathrm" -> element("mi", word());
      case "left" -> fenced();
      default -> "<mtext>\\" + name.replace("&", "&amp;").replace("<", "&lt;") + "</mtext>";
    };
  }

  private String argument() {
    return element("mrow", atom());
  }

  private String word() {
    int from = at + 1;
    at = latex.indexOf('}', at) + 1;
    return latex.substring(from, at - 1);
  }

  private String fenced() {
    String open = operator(latex.charAt(at++));
    String inner = row("\\right");
    return element("mrow", open + inner + operator(latex.charAt(at++)));
  }

  private static String element(String name, Object content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }
}
