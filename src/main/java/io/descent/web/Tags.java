package io.descent.web;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pairs of text that a client gives a thing, to find it by: at most 32, in the order of keys. */
public record Tags(@JsonValue SortedMap<String, String> pairs) {

  public static final Tags NONE = new Tags(Collections.emptySortedMap());
  public static final String FIELD = "tags";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @JsonCreator
  public Tags {
    pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
  }

  /** Of a new thing. */
  public static Tags read(JsonFields fields) {
    String pointer = fields.pointer(FIELD);
    return fields
        .node(FIELD)
        .map(node -> NONE.patched(node, pointer, fields.problems(), false))
        .orElse(NONE);
  }

  /** Of a form's field, which holds JSON as text. */
  public static Tags parse(String text, Problems problems) {
    try {
      return NONE.patched(JSON.readTree(text), FIELD, problems, false);
    } catch (JacksonException _) {
      problems.unreadable(FIELD, "must be JSON, such as {\"team\": \"a\"}");
      return NONE;
    }
  }

  /** These after a merge patch: a pair whose value is null goes, and with null itself all go. */
  public Tags patched(JsonNode patch, String pointer, Problems problems) {
    return patch.isNull() ? NONE : patched(patch, pointer, problems, true);
  }

  private Tags patched(JsonNode patch, String pointer, Problems problems, boolean removes) {
    if (!patch.isObject()) {
      problems.unreadable(pointer, "must be an object, is " + Spelling.kind(patch));
      return this;
    }
    SortedMap<String, String> all = new TreeMap<>(pairs);
    for (Map.Entry<String, JsonNode> pair : patch.properties()) {
      if (removes && pair.getValue().isNull()) {
        all.remove(pair.getKey());
      } else {
        String at = pointer + JsonFields.token(pair.getKey());
        check(pair.getKey(), pair.getValue(), at, problems);
        all.put(pair.getKey(), pair.getValue().asString(""));
      }
    }
    if (all.size() > Limits.TAGS) {
      problems.invalid(pointer, "may hold " + Limits.TAGS + " pairs, has " + all.size());
    }
    return new Tags(all);
  }

  private static void check(String key, JsonNode value, String at, Problems problems) {
    StorableText.problem(key, Limits.TAG_KEY)
        .ifPresent(it -> problems.invalid(at, "its key " + it));
    if (!value.isString()) {
      problems.unreadable(at, "must be text, is " + Spelling.kind(value));
    } else if (!value.stringValue().isEmpty()) {
      StorableText.problem(value.stringValue(), Limits.TAG_VALUE)
          .ifPresent(it -> problems.invalid(at, it));
    }
  }

  /** Each pair as {@code key:value}, as lists are asked for it. */
  public List<String> words() {
    return pairs.entrySet().stream().map(it -> it.getKey() + ":" + it.getValue()).toList();
  }
}
