package io.descent.job;

import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Metrics by the names a client sees. A number that is not finite is {@code null} and named in
 * {@code nonfinite}.
 */
final class EpochJson {

  private EpochJson() {}

  /** One epoch. */
  static Map<String, @Nullable Object> epoch(EpochRow row, Task task) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("epoch", row.epoch());
    List<String> nonfinite = new ArrayList<>(0);
    putScores(json, task, row.scores(), nonfinite);
    putFinite(json, "lr", row.lr(), nonfinite);
    putFinite(json, "grad_norm", row.gradNorm(), nonfinite);
    putFinite(json, "seconds", row.seconds(), nonfinite);
    putNonfinite(json, nonfinite);
    json.put("layers", row.layers() == null ? null : layers(row.layers()));
    return json;
  }

  private static List<Map<String, @Nullable Object>> layers(List<LayerFigures> layers) {
    return layers.stream().map(EpochJson::layer).toList();
  }

  private static Map<String, @Nullable Object> layer(LayerFigures layer) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("index", layer.index());
    json.put("dead_share", layer.deadShare());
    json.put("saturated_share", layer.saturatedShare());
    json.put("update_ratio", layer.updateRatio());
    return json;
  }

  /** The scores of the last finished epoch. */
  static Map<String, @Nullable Object> latest(Task task, Scores scores) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    List<String> nonfinite = new ArrayList<>(0);
    putScores(json, task, scores, nonfinite);
    putNonfinite(json, nonfinite);
    return json;
  }

  /** An epoch by which a training is judged: what it came to on the part that judges it. */
  static Map<String, @Nullable Object> best(Task task, Best best) {
    boolean validated = best.validationLoss() != null;
    Map<String, @Nullable Object> scores = new LinkedHashMap<>();
    List<String> nonfinite = new ArrayList<>(0);
    putScores(scores, task, best.scores(), nonfinite);
    Predicate<String> other = name -> name.startsWith("validation") != validated;
    scores.keySet().removeIf(other);
    nonfinite.removeIf(other);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("epoch", best.epoch());
    json.putAll(scores);
    putNonfinite(json, nonfinite);
    return json;
  }

  private static void putScores(
      Map<String, @Nullable Object> json, Task task, Scores scores, List<String> nonfinite) {
    boolean classes =
        switch (task) {
          case CLASSIFICATION -> true;
          case REGRESSION -> false;
        };
    putFinite(json, "train_loss", scores.trainLoss(), nonfinite);
    putFinite(json, classes ? "train_accuracy" : "train_r2", scores.trainScore(), nonfinite);
    putFinite(json, "validation_loss", scores.validationLoss(), nonfinite);
    putFinite(
        json,
        classes ? "validation_accuracy" : "validation_r2",
        scores.validationScore(),
        nonfinite);
  }

  private static void putFinite(
      Map<String, @Nullable Object> json,
      String name,
      @Nullable Double value,
      List<String> nonfinite) {
    boolean finite = value != null && Double.isFinite(value);
    json.put(name, finite ? value : null);
    if (value != null && !finite) {
      nonfinite.add(name);
    }
  }

  private static void putNonfinite(Map<String, @Nullable Object> json, List<String> nonfinite) {
    if (!nonfinite.isEmpty()) {
      json.put("nonfinite", nonfinite);
    }
  }

  /** The column titles of the CSV form. */
  static String titles(Task task, List<LayerFigures> layers) {
    Scores none = new Scores(0, 0, null, null);
    Map<String, @Nullable Object> one = epoch(new EpochRow(0, none, 0, 0, 0, null), task);
    one.remove("layers");
    Stream<String> ofLayers =
        layers.stream()
            .flatMap(
                it ->
                    Stream.of("dead_share", "saturated_share", "update_ratio")
                        .map(figure -> "layer_" + it.index() + "_" + figure));
    return Stream.concat(one.keySet().stream(), ofLayers).collect(Collectors.joining(","));
  }

  /** One epoch as a line of CSV; empty where there is no finite number. */
  static String csv(EpochRow row, Task task, List<LayerFigures> titled) {
    Map<String, @Nullable Object> values = epoch(row, task);
    values.remove("nonfinite");
    values.remove("layers");
    return Stream.concat(values.values().stream(), figures(row, titled))
        .map(value -> Objects.toString(value, ""))
        .collect(Collectors.joining(","));
  }

  private static Stream<@Nullable Object> figures(EpochRow row, List<LayerFigures> titled) {
    List<LayerFigures> measured = row.layers() == null ? List.of() : row.layers();
    List<@Nullable Object> figures = new ArrayList<>();
    for (LayerFigures title : titled) {
      LayerFigures layer =
          measured.stream()
              .filter(it -> it.index() == title.index())
              .findFirst()
              .orElse(new LayerFigures(title.index(), null, null, null));
      figures.add(layer.deadShare());
      figures.add(layer.saturatedShare());
      figures.add(layer.updateRatio());
    }
    return figures.stream();
  }
}
