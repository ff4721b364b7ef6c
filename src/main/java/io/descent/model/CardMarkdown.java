package io.descent.model;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes a model's card as Markdown. */
final class CardMarkdown {

  /** Of columns and of categories. */
  private static final int SHOWN = 50;

  private final StringBuilder text = new StringBuilder();

  private CardMarkdown() {}

  static String of(ModelCard card) {
    CardMarkdown markdown = new CardMarkdown();
    markdown.write(card);
    return markdown.text.toString();
  }

  private void write(ModelCard card) {
    ModelView model = card.model();
    text.append("# ").append(escaped(model.name())).append("\n\n");
    text.append("A network for ").append(model.task()).append(" with ");
    text.append(model.parameters()).append(" parameters, trained on ");
    text.append(model.dataset().rows()).append(" rows. Model ").append(model.id()).append(".\n");
    if (card.diagnosis().has("summary")) {
      section("Verdict");
      text.append(escaped(card.diagnosis().path("summary").asString())).append("\n");
      card.diagnosis()
          .path("advice")
          .valueStream()
          .forEach(it -> text.append("\n- ").append(escaped(it.asString())));
      text.append("\n");
    }
    section("Quality");
    metrics(model.metrics());
    section("Data");
    row("data set", model.dataset().id().toString());
    row("SHA-256", card.digests().datasetSha256());
    row("target", model.target());
    if (model.classes() != null) {
      row("classes", String.join(", ", model.classes()));
    }
    if (model.threshold() != null) {
      row("threshold of the second class", model.threshold().toString());
    }
    columns(model);
    section("Network");
    code(model.model());
    section("Training");
    code(model.training());
    section("Provenance");
    card.provenance().properties().forEach(fact -> row(fact.getKey(), shown(fact.getValue())));
    row("model SHA-256", card.digests().modelSha256());
    row("training SHA-256", card.digests().trainingSha256());
    row("weights SHA-256", card.digests().weightsSha256());
    evaluations(card);
    section("Notes");
    card.notes().forEach(note -> text.append("- ").append(note).append('\n'));
  }

  /** What goes in; of many columns the first. */
  private void columns(ModelView model) {
    if (model.columns() == null) {
      return;
    }
    section("Columns");
    for (ModelColumn column : model.columns().stream().limit(SHOWN).toList()) {
      row(column.name(), column.kind() + values(column));
    }
    if (model.columns().size() > SHOWN) {
      text.append("- and ").append(model.columns().size() - SHOWN).append(" more\n");
    }
  }

  private static String values(ModelColumn column) {
    if (column.categories() != null) {
      List<String> some = column.categories().stream().limit(SHOWN).toList();
      boolean more = column.categories().size() > SHOWN;
      return ": " + String.join(", ", some) + (more ? ", …" : "");
    }
    return column.min() == null ? "" : ", from " + column.min() + " to " + column.max();
  }

  private void evaluations(ModelCard card) {
    if (card.evaluations().isEmpty()) {
      return;
    }
    section("Evaluations");
    for (JsonNode evaluation : card.evaluations()) {
      boolean classes = evaluation.has("accuracy");
      String metric = classes ? "accuracy" : "r2";
      row(
          evaluation.path("created_at").asString(),
          "%s %s on %s rows of data set %s"
              .formatted(
                  metric,
                  evaluation.path(metric).asString(),
                  evaluation.at("/dataset/rows").asString(),
                  evaluation.at("/dataset/id").asString()));
    }
  }

  private void section(String title) {
    text.append("\n## ").append(title).append("\n\n");
  }

  private void metrics(JsonNode metrics) {
    for (Map.Entry<String, JsonNode> part : metrics.properties()) {
      for (Map.Entry<String, JsonNode> metric : part.getValue().properties()) {
        if (metric.getValue().isNumber()) {
          row(part.getKey() + " " + metric.getKey(), metric.getValue().asString());
        }
      }
    }
  }

  private void row(String name, String value) {
    text.append("- ").append(escaped(name)).append(": ").append(escaped(value)).append('\n');
  }

  private void code(JsonNode json) {
    text.append("    ").append(json).append('\n');
  }

  private static String shown(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }

  /** Whatever a name holds is text here, no markup. */
  private static String escaped(String name) {
    return name.replaceAll("\\p{Cntrl}", " ")
        .replaceAll("([\\\\`*_\\[\\]#|!~])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
