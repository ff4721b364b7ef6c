package io.descent.job;

import io.descent.web.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was asked of a job, each setting by its JSON pointer into the request. */
record JobSettings(Map<String, JsonNode> byPointer) {

  static JobSettings of(Job job) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    asked.put("dataset_id", job.datasetId.toString());
    asked.set("model", JsonText.tree(job.model));
    asked.set("training", JsonText.tree(job.training));
    asked.put("priority", job.priority);
    if (job.threads != null) {
      asked.put("threads", job.threads);
    }
    JobView.WarmStart warmStart = JobView.WarmStart.of(job);
    if (warmStart != null) {
      asked.set("warm_start", warmStart.toJson());
    }
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    collect(asked, "", settings);
    return new JobSettings(settings);
  }

  private static void collect(JsonNode node, String pointer, Map<String, JsonNode> into) {
    if (node.isEmpty()) {
      into.put(pointer, node);
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              field -> collect(field.getValue(), pointer + JsonFields.token(field.getKey()), into));
    } else {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), pointer + "/" + i, into);
      }
    }
  }

  /** Those that are not the same everywhere: a value for each, null where it has none. */
  static Map<String, List<@Nullable JsonNode>> differing(List<JobSettings> all) {
    TreeSet<String> pointers = new TreeSet<>();
    all.forEach(settings -> pointers.addAll(settings.byPointer.keySet()));
    Map<String, List<@Nullable JsonNode>> differing = new LinkedHashMap<>();
    for (String pointer : pointers) {
      List<@Nullable JsonNode> values = new ArrayList<>();
      all.forEach(settings -> values.add(settings.byPointer.get(pointer)));
      if (values.stream().distinct().count() > 1) {
        differing.put(pointer, values);
      }
    }
    return differing;
  }
}
