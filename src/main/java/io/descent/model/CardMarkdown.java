package io.descent.model;

import io.descent.dataset.Datasets;
import io.descent.web.Warning;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Writes a model's card as Markdown: what came of it first, then how, then where from. */
final class CardMarkdown {

  /** Of classes and categories. */
  private static final int SHOWN = 50;

  private static final int COLUMNS = 20;

  /** Characters of a day at the beginning of a time. */
  private static final int DAY = 10;

  private final ModelCard card;
  private final ModelView model;
  private final Optional<String> dataset;
  private final Function<UUID, Optional<Datasets.Facts>> datasets;
  private final MarkdownText text = new MarkdownText();

  private CardMarkdown(ModelCard card, Function<UUID, Optional<Datasets.Facts>> datasets) {
    this.card = card;
    this.datasets = datasets;
    model = card.model();
    dataset = datasets.apply(model.dataset().id()).map(Datasets.Facts::name);
  }

  /**
   * @param datasets finds those that are still there
   */
  static String of(ModelCard card, Function<UUID, Optional<Datasets.Facts>> datasets) {
    return new CardMarkdown(card, datasets).write();
  }

  private String write() {
    text.add(CardHead.of(card, dataset.orElse(model.dataset().id().toString())));
    text.add("\n# ").add(MarkdownText.escaped(model.name())).add("\n\n");
    text.add(MarkdownText.escaped(introduction())).add("\n");
    if (model.description() != null) {
      text.add("\n").add(MarkdownText.escaped(model.description())).add("\n");
    }
    verdict();
    warnings();
    new CardQuality(model, text).write();
    data();
    columns();
    CardTraining training = new CardTraining(card, text);
    training.write();
    evaluations();
    text.section("Notes");
    card.notes().forEach(note -> text.add("- ").add(MarkdownText.escaped(note)).add("\n"));
    training.again();
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
            model.createdAt().truncatedTo(ChronoUnit.DAYS).toString().substring(0, DAY));
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

  static String grouped(long number) {
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

  private void warnings() {
    if (model.warnings().isEmpty()) {
      return;
    }
    text.section("Warnings");
    for (Warning it : model.warnings()) {
      String advice = it.advice() == null ? "" : " (" + it.advice() + ")";
      text.add("- ").add(MarkdownText.escaped(it.detail() + advice)).add("\n");
    }
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
    if (column.min() == null || column.max() == null) {
      return "";
    }
    boolean date = column.kind().equals("date");
    return ", from %s to %s"
        .formatted(MarkdownText.value(column.min(), date), MarkdownText.value(column.max(), date));
  }

  private void evaluations() {
    if (card.evaluations().isEmpty()) {
      return;
    }
    text.section("Evaluations");
    for (JsonNode evaluation : card.evaluations()) {
      String metric = evaluation.has("accuracy") ? "accuracy" : "r2";
      text.row(
          evaluation.path("created_at").asString().substring(0, DAY),
          "%s %s on %s rows of data set %s%s"
              .formatted(
                  metric.replace("r2", "R²"),
                  MarkdownText.figures(evaluation.path(metric)),
                  grouped(evaluation.at("/dataset/rows").longValue()),
                  named(evaluation.path("dataset")),
                  doubts(evaluation)));
    }
  }

  private String named(JsonNode data) {
    String id = data.path("id").asString();
    return datasets.apply(UUID.fromString(id)).map(it -> it.name() + ", " + id).orElse(id);
  }

  private String doubts(JsonNode evaluation) {
    boolean same =
        evaluation.at("/dataset/sha256").asString().equals(card.digests().datasetSha256());
    JsonNode threshold = evaluation.path("threshold");
    return (threshold.isNumber()
            ? ", the second class from a probability of " + MarkdownText.figures(threshold)
            : "")
        + (same ? "; the rows it was trained on are among them, and flatter it" : "");
  }
}
