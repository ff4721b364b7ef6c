package io.descent.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Writes a model's card as Markdown: what came of it first, then how, then where from. */
final class CardMarkdown {

  /** Of columns, classes and categories. */
  private static final int SHOWN = 50;

  private final ModelCard card;
  private final ModelView model;
  private final MarkdownText text = new MarkdownText();

  private CardMarkdown(ModelCard card) {
    this.card = card;
    model = card.model();
  }

  static String of(ModelCard card) {
    return new CardMarkdown(card).write();
  }

  private String write() {
    text.add(CardHead.of(card));
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
    text.section("Training");
    text.code(model.training());
    provenance();
    evaluations();
    text.section("Notes");
    card.notes().forEach(note -> text.add("- ").add(MarkdownText.escaped(note)).add("\n"));
    return text.toString();
  }

  private String introduction() {
    String classes =
        model.classes() == null
            ? "a number"
            : "one of %d classes".formatted(model.classes().size());
    JsonNode rows = card.provenance().at("/rows/train");
    return "It predicts %s, %s, from %s: a network of %s parameters, trained on %s of %d rows."
        .formatted(
            model.target(),
            classes,
            inputs(),
            model.parameters(),
            rows.isNumber() ? rows.asString() : "some",
            model.dataset().rows());
  }

  private String inputs() {
    if (model.columns() == null) {
      return "images of " + shape(model.inputShape());
    }
    return model.columns().size() == 1 ? "one column" : model.columns().size() + " columns";
  }

  private static String shape(List<Integer> dims) {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(" × "));
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
    if (!diagnosis.path("advice").isEmpty()) {
      text.add("\nWhat to do:\n\n");
      for (JsonNode it : diagnosis.path("advice")) {
        text.add("- ").add(MarkdownText.escaped(it.asString())).add("\n");
      }
    }
  }

  private static String limit(JsonNode evidence) {
    String limit = MarkdownText.figures(evidence.path("limit"));
    return evidence.path("what").asString().equals("best_epoch") ? "the last, " + limit : limit;
  }

  private static String measure(String what) {
    return what.replaceFirst("^train_", "training_")
        .replace("_beside_constant", ", against the constant answer")
        .replace("_beside_linear", ", against a linear answer")
        .replaceFirst("_gap$", ", training less validation")
        .replace("r2", "R²")
        .replace('_', ' ');
  }

  private void data() {
    text.section("Data");
    text.row("data set", model.dataset().id().toString());
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
    for (ModelColumn column : model.columns().stream().limit(SHOWN).toList()) {
      text.row(column.name(), column.kind() + values(column));
    }
    if (model.columns().size() > SHOWN) {
      text.add("- and " + (model.columns().size() - SHOWN) + " more\n");
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
    text.add(MarkdownText.escaped(model.model().path("loss").asString())).add(".\n\n");
    text.code(model.model());
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
        .forEach(fact -> text.row(fact.getKey().replace('_', ' '), facts(fact.getValue())));
    text.row("model SHA-256", card.digests().modelSha256());
    text.row("training SHA-256", card.digests().trainingSha256());
    text.row("weights SHA-256", card.digests().weightsSha256());
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
                  evaluation.path(metric).asString(),
                  evaluation.at("/dataset/rows").asString(),
                  evaluation.at("/dataset/id").asString()));
    }
  }
}
