package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.web.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that is known of a model beside its weights, as text by name: what a file of the model
 * carries, and what makes it the same model again.
 */
final class ModelText {

  static final String FORMAT = "descent-model-1";

  static final String FORMAT_NAME = "format";
  static final String NAME = "name";
  static final String WEIGHTS_SHA256 = "weights_sha256";
  static final String METADATA_SHA256 = "metadata_sha256";
  static final String PREPROCESSING = "preprocessing";
  static final String CARD = "card";

  /** What {@link #digest} runs over, in order. */
  private static final List<String> NAMES =
      List.of(
          FORMAT_NAME,
          NAME,
          "task",
          "spec",
          "classes",
          "dataset_sha256",
          WEIGHTS_SHA256,
          PREPROCESSING,
          CARD);

  /** The form in which a model is stored and travels. */
  static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private ModelText() {}

  static SequencedMap<String, String> of(
      String name, String weightsSha256, ModelDocument document, Encoding encoding) {
    SequencedMap<String, String> text = new LinkedHashMap<>();
    text.put(FORMAT_NAME, FORMAT);
    text.put(NAME, name);
    text.put("task", document.task());
    text.put("spec", document.model().toString());
    text.put("classes", JSON.writeValueAsString(encoding.classes()));
    text.put("dataset_sha256", document.dataset().sha256());
    text.put(WEIGHTS_SHA256, weightsSha256);
    text.put(PREPROCESSING, of(encoding));
    text.put(CARD, JSON.writeValueAsString(document));
    text.put(METADATA_SHA256, digest(text));
    return text;
  }

  static String of(Encoding encoding) {
    return JSON.writeValueAsString(encoding);
  }

  static Encoding encoding(String json) {
    return JSON.readValue(json, Encoding.class);
  }

  static ModelDocument document(String json) {
    return JSON.readValue(json, ModelDocument.class);
  }

  /**
   * Over our own names and their texts, in our order, each ended by a zero byte. The order in a
   * file has no meaning, and others may have added names of theirs.
   */
  static String digest(Map<String, String> text) {
    MessageDigest digest = Sha256.start();
    for (String name : NAMES) {
      if (text.containsKey(name)) {
        digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
        digest.update((text.get(name) + "\0").getBytes(StandardCharsets.UTF_8));
      }
    }
    return Sha256.hex(digest);
  }
}
