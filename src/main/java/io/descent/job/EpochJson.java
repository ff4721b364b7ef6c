package io.descent.job;

import io.descent.engine.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Metrics by the names a client sees. A number that is not finite is {@code null} and named in
 * {@code nonfinite}.
 */
final class EpochJson {

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private final List<String> nonfinite = new ArrayList<>();

  private EpochJson() {}

  /** One epoch. */
  static Map<String, @Nullable Object> epoch(EpochRow row, Task task) {
    EpochJson json = new EpochJson();
    json.fields.put("epoch", row.epoch());
    json.scores(task, row.scores());
    json.number("lr", row.lr());
    json.number("grad_norm", row.gradNorm());
    json.number("seconds", row.seconds());
    return json.done();
  }

  /** The scores of the last finished epoch. */
  static Map<String, @Nullable Object> latest(Task task, Scores scores) {
    EpochJson json = new EpochJson();
    json.scores(task, scores);
    return json.done();
  }

  /** One epoch as a line of CSV, in the order of {@link #titles}; empty where not finite. */
  static String csv(EpochRow row, Task task) {
    Map<String, @Nullable Object> values = epoch(row, task);
    return titles(task).stream()
        .map(title -> Objects.toString(values.get(title), ""))
        .collect(Collectors.joining(","));
  }

  /** The column titles of the CSV form, in the order of {@link #epoch}. */
  static List<String> titles(Task task) {
    String score = score(task);
    return List.of(
        "epoch",
        "train_loss",
        "train_" + score,
        "validation_loss",
        "validation_" + score,
        "lr",
        "grad_norm",
        "seconds");
  }

  private static String score(Task task) {
    return switch (task) {
      case CLASSIFICATION -> "accuracy";
      case REGRESSION -> "r2";
    };
  }

  private void scores(Task task, Scores scores) {
    number("train_loss", scores.trainLoss());
    number("train_" + score(task), scores.trainScore());
    number("validation_loss", scores.validationLoss());
    number("validation_" + score(task), scores.validationScore());
  }

  private void number(String name, @Nullable Double value) {
    boolean finite = value != null && Double.isFinite(value);
    fields.put(name, finite ? value : null);
    if (value != null && !finite) {
      nonfinite.add(name);
    }
  }

  private Map<String, @Nullable Object> done() {
    if (!nonfinite.isEmpty()) {
      fields.put("nonfinite", nonfinite);
    }
    return fields;
  }
}
