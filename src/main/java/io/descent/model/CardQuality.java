package io.descent.model;

import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** How good a model is: in a sentence, beside simpler answers, by part and by class. */
final class CardQuality {

  /** Classes of which all pairs are shown. */
  private static final int MATRIX = 20;

  private static final int CLASSES = 50;

  private static final List<String> MEASURES =
      List.of(
          "loss",
          "accuracy",
          "balanced_accuracy",
          "macro_f1",
          "mcc",
          "roc_auc",
          "pr_auc",
          "log_loss",
          "brier",
          "r2",
          "mae",
          "mse",
          "median_absolute_error");

  private static final Map<String, String> WORDS =
      Map.of(
          "macro_f1", "F1, mean of the classes",
          "mcc", "Matthews correlation",
          "roc_auc", "area under ROC",
          "pr_auc", "area under precision and recall",
          "brier", "Brier score",
          "r2", "R²",
          "mae", "mean absolute error",
          "mse", "mean squared error");

  private final ModelView model;
  private final JsonNode metrics;
  private final MarkdownText text;
  private final String part;

  CardQuality(ModelView model, MarkdownText text) {
    this.model = model;
    this.text = text;
    metrics = model.metrics();
    part = CardHead.measured(metrics);
  }

  void write() {
    text.section("Quality");
    if (part.isEmpty()) {
      text.add("It was not measured.\n");
      return;
    }
    text.add(sentence()).add("\n\n");
    if (model.threshold() != null) {
      text.add(
          "All is measured without the threshold of %s that its answers use.\n\n"
              .formatted(model.threshold()));
    }
    measures();
    String reason = metrics.at("/baseline/linear_reason").asString("");
    if (!reason.isEmpty()) {
      text.add("\nThere is no linear answer: ").add(MarkdownText.escaped(reason)).add(".\n");
    }
    leakage();
    classes(metrics.path(part).path("per_class"));
    matrix(metrics.path(part).path("confusion_matrix"));
  }

  private String sentence() {
    JsonNode measured = metrics.path(part);
    if (measured.has("accuracy")) {
      JsonNode interval = measured.path("accuracy_interval");
      String between =
          interval.size() == 2
              ? ", and on rows like these in %s to %s (95 %%)"
                  .formatted(percent(interval.get(0)), percent(interval.get(1)))
              : "";
      return "It is right in %s of the %s rows%s.%s"
          .formatted(percent(measured.path("accuracy")), words(part), between, beside("accuracy"));
    }
    return "On the %s rows it is off by %s on average, and R² is %s.%s"
        .formatted(
            words(part),
            MarkdownText.figures(measured.path("mae")),
            MarkdownText.figures(measured.path("r2")),
            beside("r2"));
  }

  private String beside(String metric) {
    JsonNode constant = metrics.path("baseline").path("constant").path(part).path(metric);
    JsonNode linear = metrics.path("baseline").path("linear").path(part).path(metric);
    if (!constant.isNumber()) {
      return "";
    }
    boolean share = metric.equals("accuracy");
    return " On the same rows the constant answer reaches %s%s."
        .formatted(
            share ? percent(constant) : "R² " + MarkdownText.figures(constant),
            linear.isNumber()
                ? ", a linear one "
                    + (share ? percent(linear) : "R² " + MarkdownText.figures(linear))
                : "");
  }

  private static String percent(JsonNode share) {
    return Spelling.number(100 * share.doubleValue(), 3) + " %";
  }

  private static String words(String part) {
    return part.equals("train") ? "training" : part;
  }

  /** All that was measured; the last columns are of simpler answers on the rows that tell most. */
  private void measures() {
    SequencedMap<String, JsonNode> columns = columns();
    List<String> titles = new ArrayList<>(List.of("measure"));
    titles.addAll(columns.keySet());
    text.table(titles.toArray(String[]::new));
    for (String measure : MEASURES) {
      if (columns.values().stream().anyMatch(it -> it.path(measure).isNumber())) {
        List<String> cells = new ArrayList<>();
        cells.add(WORDS.getOrDefault(measure, measure.replace('_', ' ')));
        columns.values().forEach(it -> cells.add(MarkdownText.figures(it.path(measure))));
        text.line(cells.toArray(String[]::new));
      }
    }
  }

  private SequencedMap<String, JsonNode> columns() {
    SequencedMap<String, JsonNode> columns = new LinkedHashMap<>();
    for (String name : List.of("train", "validation", "test")) {
      if (metrics.path(name).isObject()) {
        columns.put(words(name), metrics.path(name));
      }
    }
    for (String answer : List.of("constant", "linear")) {
      JsonNode simple = metrics.path("baseline").path(answer).path(part);
      if (simple.isObject()) {
        columns.put("%s answer, %s".formatted(answer, words(part)), simple);
      }
    }
    return columns;
  }

  private void leakage() {
    JsonNode found = metrics.path("leakage");
    if (!found.isObject()) {
      return;
    }
    long test = found.path("test_rows_in_train").asLong();
    long validation = found.path("validation_rows_in_train").asLong();
    text.add(
        test + validation == 0
            ? "\nNo test or validation row is a training row too.\n"
            : "\nOf the test rows %d and of the validation rows %d are training rows too, and tell nothing of others.\n"
                .formatted(test, validation));
  }

  private void classes(JsonNode classes) {
    if (classes.isEmpty()) {
      return;
    }
    text.add("\n### Class by class, %s rows\n\n".formatted(words(part)));
    text.add(MarkdownText.escaped(weakest(classes))).add("\n\n");
    text.table("class", "precision", "recall", "F1", "rows");
    for (int i = 0; i < Math.min(CLASSES, classes.size()); i++) {
      JsonNode it = classes.get(i);
      text.line(
          it.path("label").asString(),
          MarkdownText.figures(it.path("precision")),
          MarkdownText.figures(it.path("recall")),
          MarkdownText.figures(it.path("f1")),
          it.path("rows").asString());
    }
    if (classes.size() > CLASSES) {
      text.add("\nAnd %d more.\n".formatted(classes.size() - CLASSES));
    }
  }

  /** Which class is found least often, and which pair is mixed up most often. */
  private String weakest(JsonNode classes) {
    JsonNode least =
        classes
            .valueStream()
            .filter(it -> it.path("rows").longValue() > 0)
            .min(Comparator.comparingDouble(it -> it.path("recall").doubleValue()))
            .orElseThrow();
    if (least.path("recall").doubleValue() == 1) {
      return "It finds every row of every class.";
    }
    return "It finds \"%s\" least often, %s of its rows.%s"
        .formatted(least.path("label").asString(), percent(least.path("recall")), mixedUp());
  }

  private String mixedUp() {
    JsonNode matrix = metrics.path(part).path("confusion_matrix");
    List<String> labels = model.classes() == null ? List.of() : model.classes();
    long most = 0;
    String said = "";
    for (int is = 0; is < Math.min(labels.size(), matrix.size()); is++) {
      for (int as = 0; as < labels.size(); as++) {
        long rows = as == is ? 0 : matrix.get(is).path(as).longValue();
        if (rows > most) {
          most = rows;
          said = " Most often it takes \"%s\" for \"%s\": %d rows.";
          said = said.formatted(labels.get(is), labels.get(as), rows);
        }
      }
    }
    return most > 1 ? said : "";
  }

  private void matrix(JsonNode matrix) {
    List<String> labels = model.classes() == null ? List.of() : model.classes();
    if (matrix.isEmpty() || labels.size() != matrix.size() || labels.size() > MATRIX) {
      return;
    }
    text.add("\n### Confusion matrix, %s rows\n\n".formatted(words(part)));
    List<String> titles = new ArrayList<>(List.of("is ╲ said"));
    titles.addAll(labels);
    text.table(titles.toArray(String[]::new));
    for (int i = 0; i < labels.size(); i++) {
      List<String> cells = new ArrayList<>(List.of(labels.get(i)));
      matrix.get(i).forEach(it -> cells.add(it.asString()));
      text.line(cells.toArray(String[]::new));
    }
  }
}
