package io.descent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where results, progress and refusals are shown.
 *
 * @param out results alone
 * @param progress all else
 */
record Screen(PrintStream out, PrintStream progress) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** One document, and nothing else on this stream. */
  void json(JsonNode document) {
    out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
  }

  void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  void warnings(JsonNode of) {
    for (JsonNode warning : of.path("warnings")) {
      String advice = warning.path("advice").asString("");
      progress.println(
          "Warning: "
              + warning.path("detail").asString(warning.asString(""))
              + (advice.isEmpty() ? "" : " (" + advice + ")"));
    }
  }

  /** Shows why a command came to nothing, and gives the code to exit with. */
  int failure(Exception e, boolean json) {
    return switch (e) {
      case Refusal refusal -> {
        shown(refusal.problem(), json);
        yield refusal.exitCode();
      }
      case NoService none -> plain(none.getMessage(), json);
      case IOException io -> plain(NoService.sentence(io), json);
      case IllegalArgumentException wrong -> {
        plain(String.valueOf(wrong.getMessage()), json);
        yield CommandTool.WRONG_WORDS;
      }
      default -> plain(String.valueOf(e.getMessage()), json);
    };
  }

  private int plain(String sentence, boolean json) {
    ObjectNode problem = JSON.createObjectNode();
    problem.put("title", "Not done").put("detail", sentence);
    shown(problem, json);
    return CommandTool.UNREACHABLE;
  }

  private void shown(JsonNode problem, boolean json) {
    if (json) {
      json(problem);
      return;
    }
    progress.println(
        problem.path("title").asString("Refused") + ": " + problem.path("detail").asString(""));
    for (JsonNode error : problem.path("errors")) {
      progress.println("  " + place(error) + ": " + error.path("detail").asString(""));
    }
  }

  private static String place(JsonNode error) {
    if (error.has("line")) {
      JsonNode column = error.path("column");
      return "line "
          + error.path("line").asInt()
          + (column.isString() ? ", column " + column.stringValue() : "");
    }
    String pointer = error.path("pointer").asString("");
    return pointer.isEmpty() ? "the request" : pointer;
  }
}
