package io.descent.model;

import io.descent.dataset.Datasets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Writes a model's card as Markdown: what came of it first, then how, then where from. */
final class CardMarkdown {

  /** Of classes and categories. */
  private static final int SHOWN = 50;

  private static final int COLUMNS = 20;

  private final ModelCard card;
  private final ModelView model;
  private final Optional<String> dataset;
  private final MarkdownText text = new MarkdownText();

  private CardMarkdown(ModelCard card, Optional<String> dataset) {
    this.card = card;
    this.dataset = dataset;
    model = card.model();
  }

  /**
   * @param datasets finds those that are still there
   */
  static String of(ModelCard card, Function<UUID, Optional<Datasets.Facts>> datasets) {
    Optional<String> name = datasets.apply(card.model().dataset().id()).map(Datasets.Facts::name);
    return new CardMarkdown(card, name).write();
  }

  private String write() {
    text.add(CardHead.of(card, dataset.orElse(model.dataset().id().toString())));
    text.add("\n# ").add(MarkdownText.escaped(model.name())).add("\n\n");
    text.add(MarkdownText.escaped(introduction())).add("\n");
    if (model.description() != null) {
      text.add("\n").add(MarkdownText.escaped(model.description())).add("\n");
    }
    verdict();
    new CardQuality(model, text).write();
    data();
    columns();
    network();
    training();
    provenance();
    evaluations();
    text.section("Notes");
    card.notes().forEach(note -> text.add("- ").add(MarkdownText.escaped(note)).add("\n"));
    text.section("To train it again");
    text.add("The network:\n\n").code(model.model());
    text.add("\nThe training:\n\n").code(model.training());
    return text.toString();
  }

  private String introduction() {
    String classes =
        model.classes() == null
            ? "a number"
            : "one of %d classes".formatted(model.classes().size());
    JsonNode rows = card.provenance().at("/rows/train");
    return "It predicts \"%s\", %s, from %s: a network of %s parameters, trained on %s of %s %s. It was made on %s."
        .formatted(
            model.target(),
            classes,
            inputs(),
            grouped(model.parameters()),
            rows.isNumber() ? grouped(rows.longValue()) : "some",
            grouped(model.dataset().rows()),
            model.columns() == null ? "images" : "rows",
            model.createdAt().truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10));
  }

  private String inputs() {
    if (model.columns() == null) {
      return images(model.inputShape());
    }
    return model.columns().size() == 1 ? "one column" : model.columns().size() + " columns";
  }

  /** Channels, height and width. */
  private static String images(List<Integer> shape) {
    String channels = shape.getFirst() == 1 ? "" : " in " + shape.getFirst() + " channels";
    return "images of %d × %d pixels%s".formatted(shape.get(1), shape.get(2), channels);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The sentence, the numbers that it rests on, and what to do. */
  private void verdict() {
    JsonNode diagnosis = card.diagnosis();
    if (!diagnosis.has("summary")) {
      return;
    }
    text.section("Verdict");
    text.add(MarkdownText.escaped(diagnosis.path("summary").asString())).add("\n\n");
    text.table("what it rests on", "value", "held against", "epoch");
    for (JsonNode it : diagnosis.path("evidence")) {
      JsonNode epochs = it.path("epochs");
      text.line(
          measure(it.path("what").asString()),
          MarkdownText.figures(it.path("value")),
          limit(it),
          epochs.isEmpty() ? "" : epochs.get(epochs.size() - 1).asString());
    }
    if (ofTraining(diagnosis)) {
      text.add("\nTraining is measured here as it went, each row before what was learnt from it;");
      text.add(" under Quality, with the weights that it ended with.\n");
    }
    if (!diagnosis.path("advice").isEmpty()) {
      text.add("\nWhat to do:\n\n");
      for (JsonNode it : diagnosis.path("advice")) {
        text.add("- ").add(MarkdownText.escaped(it.asString())).add("\n");
      }
    }
  }

  private static boolean ofTraining(JsonNode diagnosis) {
    return diagnosis
        .path("evidence")
        .valueStream()
        .map(it -> it.path("what").asString())
        .anyMatch(it -> it.startsWith("train_") || it.endsWith("_gap"));
  }

  private static String limit(JsonNode evidence) {
    String limit = MarkdownText.figures(evidence.path("limit"));
    return evidence.path("what").asString().equals("best_epoch") ? "the last, " + limit : limit;
  }

  private static String measure(String what) {
    return what.replaceFirst("^(train_[a-z0-9]+)$", "$1, and what it should reach")
        .replaceFirst("^train_", "training_")
        .replace("validation_loss_slope", "change of the validation loss an epoch, as a part of it")
        .replace("weights_moved", "how far weights moved at most, as a part of them")
        .replace(
            "_beside_weighted_constant", ", against the constant answer of classes weighted so")
        .replace("_beside_constant", ", against the constant answer")
        .replace("_beside_linear", ", against a linear answer")
        .replaceFirst("_gap$", ", training less validation")
        .replace("r2", "R²")
        .replace('_', ' ');
  }

  private void data() {
    text.section("Data");
    String id = model.dataset().id().toString();
    text.row("data set", dataset.map(it -> it + ", " + id).orElse(id));
    text.row("SHA-256", card.digests().datasetSha256());
    text.row("target", model.target());
    if (model.classes() != null) {
      text.row("classes", some(model.classes()));
    }
    if (model.threshold() != null) {
      text.row("threshold of the second class", model.threshold().toString());
    }
  }

  private static String some(List<String> all) {
    String some = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return all.size() > SHOWN ? some + ", …" : some;
  }

  /** What goes in; of many columns the first. */
  private void columns() {
    if (model.columns() == null) {
      return;
    }
    text.section("Columns");
    for (ModelColumn column : model.columns().stream().limit(COLUMNS).toList()) {
      text.row(column.name(), column.kind() + values(column));
    }
    if (model.columns().size() > COLUMNS) {
      text.add("- and " + (model.columns().size() - COLUMNS) + " more\n");
    }
  }

  private static String values(ModelColumn column) {
    if (column.categories() != null) {
      return ": " + some(column.categories());
    }
    return column.min() == null ? "" : ", from " + column.min() + " to " + column.max();
  }

  private void network() {
    text.section("Network");
    for (JsonNode layer : model.model().path("layers")) {
      text.add("1. ").add(MarkdownText.escaped(settings(layer))).add("\n");
    }
    text.add("\nThe loss is ");
    text.add(MarkdownText.escaped(model.model().path("loss").asString())).add(".\n");
  }

  private void training() {
    text.section("Training");
    JsonNode asked = model.training();
    text.row("optimizer", settings(asked.path("optimizer")));
    text.row("schedule of its rate", settings(asked.path("schedule")));
    text.row("batches", asked.path("batch_size").asString() + " rows");
    boolean earlier =
        asked.path("early_stopping").isObject() || asked.path("max_seconds").isNumber();
    text.row("epochs", (earlier ? "at most " : "") + asked.path("epochs").asString());
    for (String name : List.of("early_stopping", "max_seconds", "clip_norm", "class_weights")) {
      JsonNode value = asked.path(name);
      boolean none = value.isMissingNode() || value.isNull() || value.asString("").equals("none");
      if (!none) {
        text.row(name.replace('_', ' '), facts(value));
      }
    }
    text.row("inputs", prepared(asked.at("/preprocessing/numeric").asString("")));
    text.row("weights kept", "those of the " + asked.path("keep").asString() + " epoch");
    text.row("split", facts(asked.path("split")));
    text.row("seed", asked.path("seed").asString());
  }

  private String prepared(String numeric) {
    if (model.columns() == null) {
      return "pixels divided by 255";
    }
    return switch (numeric) {
      case "standardize" -> "numbers less their mean, by their deviation";
      case "minmax" -> "numbers from 0 to 1 between their least and their largest";
      default -> "numbers as they are";
    };
  }

  private static String settings(JsonNode layer) {
    String settings =
        layer.properties().stream()
            .filter(it -> !it.getKey().equals("type"))
            .map(it -> it.getKey() + " " + shown(it.getValue()))
            .collect(Collectors.joining(", "));
    String type = layer.path("type").asString();
    return settings.isEmpty() ? type : type + ": " + settings;
  }

  private static String shown(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(CardMarkdown::shown)
          .collect(Collectors.joining(" × "));
    }
    return value.isString() ? value.stringValue() : value.toString();
  }

  private void provenance() {
    text.section("Provenance");
    card.provenance().properties().stream()
        .filter(fact -> !fact.getKey().equals("warnings"))
        .forEach(fact -> text.row(fact.getKey().replace('_', ' '), fact(fact.getValue())));
    text.row("model SHA-256", card.digests().modelSha256());
    text.row("training SHA-256", card.digests().trainingSha256());
    text.row("weights SHA-256", card.digests().weightsSha256());
  }

  private static String fact(JsonNode value) {
    return value.isFloatingPointNumber() ? MarkdownText.figures(value) : facts(value);
  }

  /** Of rows each part's. */
  private static String facts(JsonNode value) {
    return value.isObject()
        ? value.properties().stream()
            .map(it -> it.getKey() + " " + shown(it.getValue()))
            .collect(Collectors.joining(", "))
        : shown(value);
  }

  private void evaluations() {
    if (card.evaluations().isEmpty()) {
      return;
    }
    text.section("Evaluations");
    for (JsonNode evaluation : card.evaluations()) {
      String metric = evaluation.has("accuracy") ? "accuracy" : "r2";
      text.row(
          evaluation.path("created_at").asString(),
          "%s %s on %s rows of data set %s"
              .formatted(
                  metric,
                  MarkdownText.figures(evaluation.path(metric)),
                  evaluation.at("/dataset/rows").asString(),
                  evaluation.at("/dataset/id").asString()));
    }
  }
}
