package io.descent.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a model came to be: its network, its training, and what a job that repeats it asks for. */
final class CardTraining {

  /** Said elsewhere in the card. */
  private static final Set<String> TOLD = Set.of("warnings", "freeze");

  private static final Map<String, String> NAMES =
      Map.of(
          "starts", "times it was started or taken up",
          "train_seconds", "seconds of training",
          "warm_start", "started from the weights of model",
          "carried", "how each tensor began");

  private final ModelCard card;
  private final ModelView model;
  private final MarkdownText text;

  CardTraining(ModelCard card, MarkdownText text) {
    this.card = card;
    this.text = text;
    model = card.model();
  }

  void write() {
    network();
    training();
    provenance();
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
    JsonNode frozen = card.provenance().path("freeze");
    if (!frozen.isEmpty()) {
      text.row(
          "layers that did not learn",
          frozen.valueStream().map(JsonNode::asString).collect(Collectors.joining(", ")));
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
            .map(CardTraining::fact)
            .collect(Collectors.joining(", "));
    String type = layer.path("type").asString();
    return settings.isEmpty() ? type : type + ": " + settings;
  }

  private static String shown(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(CardTraining::shown)
          .collect(Collectors.joining(" × "));
    }
    return value.isFloatingPointNumber() ? MarkdownText.setting(value) : value.asString();
  }

  private static String fact(Map.Entry<String, JsonNode> it) {
    return it.getKey().replace('_', ' ') + " " + shown(it.getValue());
  }

  private void provenance() {
    text.section("Provenance");
    card.provenance().properties().stream()
        .filter(fact -> !TOLD.contains(fact.getKey()))
        .forEach(
            fact -> text.row(NAMES.getOrDefault(fact.getKey(), words(fact.getKey())), said(fact)));
    text.row("model SHA-256", card.digests().modelSha256());
    text.row("training SHA-256", card.digests().trainingSha256());
    text.row("weights SHA-256", card.digests().weightsSha256());
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }

  private static String said(Map.Entry<String, JsonNode> fact) {
    JsonNode value = fact.getValue();
    return switch (fact.getKey()) {
      case "stop_reason" -> words(value.asString());
      case "trial" ->
          "%s of sweep %s".formatted(shown(value.path("trial")), shown(value.path("sweep")));
      default -> value.isFloatingPointNumber() ? MarkdownText.figures(value) : facts(value);
    };
  }

  /** Of rows each part's. */
  private static String facts(JsonNode value) {
    return value.isObject()
        ? value.properties().stream()
            .map(it -> it.getKey() + " " + shown(it.getValue()))
            .collect(Collectors.joining(", "))
        : shown(value);
  }

  /** What a job like it is asked for. */
  void again() {
    text.section("To train it again");
    text.add("The network:\n\n").code(model.model());
    text.add("\nThe training:\n\n").code(model.training());
    ObjectNode start = JsonNodeFactory.instance.objectNode();
    JsonNode from = card.provenance().path("warm_start");
    if (from.isString()) {
      start.putObject("warm_start").put("model_id", from.stringValue()).put("layers", layers());
    }
    if (card.provenance().has("freeze")) {
      start.set("freeze", card.provenance().path("freeze"));
    }
    if (!start.isEmpty()) {
      text.add("\nWhere it starts:\n\n").code(start);
    }
  }

  private String layers() {
    return card.provenance()
            .path("carried")
            .valueStream()
            .anyMatch(it -> it.asString("").equals("initialised"))
        ? "matching"
        : "all";
  }
}
