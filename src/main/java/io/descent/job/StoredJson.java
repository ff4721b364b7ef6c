package io.descent.job;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * JSON in a column. What cannot be read becomes a missing node, so that the job of a damaged row
 * can still be listed, and ended.
 */
@Converter
@Immutable
public class StoredJson implements AttributeConverter<JsonNode, String> {

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable JsonNode json) {
    return json == null ? null : json.toString();
  }

  @Override
  public @Nullable JsonNode convertToEntityAttribute(@Nullable String text) {
    try {
      return text == null ? null : JsonMapper.shared().readTree(text);
    } catch (JacksonException _) {
      return MissingNode.getInstance();
    }
  }
}
