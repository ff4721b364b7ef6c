package io.descent.job;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/**
 * JSON in a column that may be long, such as a network of many layers. What is read stays text, a
 * tenth of what its nodes take: it is written into an answer as it is, and {@link #tree} makes
 * nodes of it where they are needed. What cannot be read becomes a missing node.
 */
@Converter
@Immutable
public class JsonText implements AttributeConverter<JsonNode, String> {

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable JsonNode json) {
    return json == null ? null : text(json);
  }

  @Override
  public @Nullable JsonNode convertToEntityAttribute(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return isJson(text)
        ? JsonNodeFactory.instance.rawValueNode(new RawValue(text))
        : MissingNode.getInstance();
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = JsonMapper.shared().createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.currentToken() != null && parser.nextToken() == null;
    } catch (JacksonException _) {
      return false;
    }
  }

  /** The nodes of what was read. */
  public static JsonNode tree(JsonNode stored) {
    return isText(stored) ? JsonMapper.shared().readTree(text(stored)) : stored;
  }

  /** Characters of what was read; 0 where it is no text. */
  public static long length(@Nullable JsonNode stored) {
    return stored != null && isText(stored) ? text(stored).length() : 0;
  }

  private static boolean isText(JsonNode json) {
    return json instanceof POJONode node && node.getPojo() instanceof RawValue;
  }

  private static String text(JsonNode json) {
    return json instanceof POJONode node && node.getPojo() instanceof RawValue raw
        ? String.valueOf(raw.rawValue())
        : json.toString();
  }
}
