package io.descent.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a training says of itself, from the data to the confusion matrix. */
final class TrainReport {

  private static final int BAR = 24;
  private static final int SHOWN_CLASSES = 12;
  private static final int LABEL = 14;
  private static final int LINES_OF_A_LOG = 10;

  private final Screen screen;
  private final boolean quiet;
  private final boolean live = System.console() != null && System.console().isTerminal();
  private int shown = -1;

  TrainReport(Screen screen, boolean quiet) {
    this.screen = screen;
    this.quiet = quiet;
  }

  void dataset(JsonNode dataset) {
    if (quiet) {
      return;
    }
    String target = dataset.path("target").asString("");
    screen.line(
        "%s: %d rows, %s%s",
        dataset.path("name").asString(),
        dataset.path("rows").asLong(),
        dataset.path("task").asString(),
        target.isEmpty() ? "" : " of " + target);
    classes(dataset.path("classes"));
    screen.warnings(dataset);
  }

  private void classes(JsonNode classes) {
    List<String> counts = new ArrayList<>();
    classes.forEach(it -> counts.add(it.path("label").asString() + " " + it.path("rows").asLong()));
    if (!counts.isEmpty()) {
      String more = counts.size() > SHOWN_CLASSES ? " …" : "";
      screen.line(
          "Classes: %s%s",
          counts.stream().limit(SHOWN_CLASSES).collect(Collectors.joining(", ")), more);
    }
  }

  void begins(JsonNode job) {
    if (!quiet) {
      screen.warnings(job);
    }
  }

  /** One line that is written over on a terminal; ten of them elsewhere. */
  void progress(JsonNode job) {
    JsonNode progress = job.path("progress");
    int epoch = progress.path("epoch").asInt();
    int epochs = Math.max(1, progress.path("epochs").asInt());
    int step = live ? epoch : epoch * LINES_OF_A_LOG / epochs;
    if (quiet || epoch == 0 || step == shown) {
      return;
    }
    shown = step;
    String line = bar(epoch, epochs) + " " + metrics(job.path("latest"));
    screen.progress().print(live ? "\r\u001b[K" + line : line + "\n");
    screen.progress().flush();
  }

  private static String bar(int epoch, int epochs) {
    int done = epoch * BAR / epochs;
    return "[" + "#".repeat(done) + ".".repeat(BAR - done) + "] " + epoch + "/" + epochs;
  }

  private static String metrics(JsonNode latest) {
    List<String> words = new ArrayList<>();
    latest
        .properties()
        .forEach(
            it -> {
              if (it.getValue().isNumber()) {
                words.add(it.getKey().replace('_', ' ') + " " + number(it.getValue()));
              }
            });
    return String.join("  ", words);
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%.4g", value.asDouble());
  }

  void ended(JsonNode job) {
    if (quiet) {
      return;
    }
    if (live) {
      screen.progress().println();
    }
    String status = job.path("status").asString();
    if (!status.equals("succeeded")) {
      screen.line("The training %s: %s", status, job.path("error").path("detail").asString(""));
    }
    JsonNode diagnosis = job.path("diagnosis");
    if (diagnosis.path("verdict").isString()) {
      screen.line("Verdict: %s", diagnosis.path("verdict").stringValue().replace('_', ' '));
      diagnosis.path("advice").forEach(it -> screen.line("  %s", it.asString("")));
    }
  }

  void model(JsonNode model) {
    if (quiet) {
      return;
    }
    for (String part : List.of("train", "validation", "test")) {
      String words = metrics(model.path("metrics").path(part));
      if (!words.isEmpty()) {
        screen.line("%-11s %s", part, words);
      }
    }
    confusion(model.path("classes"), model.path("metrics").path("test").path("confusion_matrix"));
    screen.line(
        "Model %s, %d parameters: %s",
        model.path("name").asString(),
        model.path("parameters").asLong(),
        model.path("id").asString());
  }

  /** A line a class, and in it how many of its rows were taken for each. */
  private void confusion(JsonNode classes, JsonNode matrix) {
    if (matrix.isEmpty() || classes.size() > SHOWN_CLASSES) {
      return;
    }
    int width = 6;
    for (JsonNode label : classes) {
      width = Math.max(width, cut(label).length() + 2);
    }
    StringBuilder head = new StringBuilder(" ".repeat(width));
    for (JsonNode label : classes) {
      head.append(padLeft(cut(label), width));
    }
    screen.line("Test rows of each class, by what they were taken for:");
    screen.line("%s", head);
    for (int row = 0; row < matrix.size(); row++) {
      screen.line("%s", counts(cut(classes.path(row)), matrix.path(row), width));
    }
  }

  private static String counts(String label, JsonNode counts, int width) {
    StringBuilder line = new StringBuilder(label + " ".repeat(width - label.length()));
    counts.forEach(count -> line.append(padLeft(count.asString(), width)));
    return line.toString();
  }

  private static String cut(JsonNode label) {
    String text = label.asString("");
    return text.length() > LABEL ? text.substring(0, LABEL - 1) + "…" : text;
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  void written(Path out) {
    if (!quiet) {
      screen.line("Written to %s", out);
    }
  }
}
