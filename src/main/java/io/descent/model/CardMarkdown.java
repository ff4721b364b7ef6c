package io.descent.model;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes a model's card as Markdown. */
final class CardMarkdown {

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
    section("Quality");
    metrics(model.metrics());
    section("Data");
    row("data set", model.dataset().id().toString());
    row("SHA-256", card.digests().datasetSha256());
    if (model.classes() != null) {
      row("classes", String.join(", ", model.classes()));
    }
    section("Network");
    code(model.model());
    section("Training");
    code(model.training());
    section("Provenance");
    card.provenance().properties().forEach(fact -> row(fact.getKey(), shown(fact.getValue())));
    row("model SHA-256", card.digests().modelSha256());
    row("training SHA-256", card.digests().trainingSha256());
    row("weights SHA-256", card.digests().weightsSha256());
    section("Notes");
    card.notes().forEach(note -> text.append("- ").append(note).append('\n'));
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
