package io.descent.model;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The head that model hubs read: YAML between two lines of dashes, texts written as JSON. */
final class CardHead {

  /** Our metric's name, and that of the hubs. */
  private static final Map<String, String> METRICS =
      Map.of(
          "accuracy", "accuracy", "macro_f1", "f1", "r2", "r_squared", "mae", "mae", "mse", "mse");

  private static final List<String> ORDER = List.of("accuracy", "macro_f1", "r2", "mae", "mse");

  private CardHead() {}

  static String of(ModelCard card, String dataset) {
    ModelView model = card.model();
    String task = task(model);
    StringBuilder yaml = new StringBuilder("---\n");
    yaml.append("library_name: descent\npipeline_tag: ").append(task).append("\n");
    yaml.append("tags:\n- descent\n- ").append(task).append("\n");
    String part = measured(model.metrics());
    if (!part.isEmpty()) {
      yaml.append("model-index:\n- name: ").append(text(model.name())).append("\n  results:\n");
      yaml.append("  - task:\n      type: ").append(task).append("\n    dataset:\n      type: ");
      yaml.append(text(model.dataset().id().toString())).append("\n      name: ");
      yaml.append(text(dataset)).append("\n      split: ").append(part);
      yaml.append("\n    metrics:\n");
      metrics(model.metrics().path(part), yaml);
    }
    return yaml.append("---\n").toString();
  }

  private static String task(ModelView model) {
    boolean images = model.inputShape().size() > 1;
    return (images ? "image-" : "tabular-") + model.task();
  }

  /** The part whose rows tell most; none where nothing was measured. */
  static String measured(JsonNode metrics) {
    return List.of("test", "validation", "train").stream()
        .filter(part -> metrics.path(part).isObject())
        .findFirst()
        .orElse("");
  }

  private static void metrics(JsonNode part, StringBuilder yaml) {
    for (String name : ORDER) {
      if (part.path(name).isNumber()) {
        yaml.append("    - type: ").append(METRICS.get(name)).append("\n      value: ");
        yaml.append(part.path(name)).append("\n");
      }
    }
  }

  /** A JSON text is one in YAML too. */
  private static String text(String value) {
    return JsonMapper.shared().writeValueAsString(value);
  }
}
