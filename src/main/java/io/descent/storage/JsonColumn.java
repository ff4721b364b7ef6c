package io.descent.storage;

import jakarta.persistence.AttributeConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps a value as JSON in a column, in a form of its own, apart from how answers are written,
 * which may change. A subclass says {@code @Immutable}, so that the value is not written to be
 * compared.
 */
public abstract class JsonColumn<T> implements AttributeConverter<T, String> {

  private final Class<T> type;
  private final JsonMapper json;

  protected JsonColumn(Class<T> type, JsonMapper json) {
    this.type = type;
    this.json = json;
  }

  @Override
  public final String convertToDatabaseColumn(T value) {
    return json.writeValueAsString(value);
  }

  @Override
  public final T convertToEntityAttribute(String text) {
    return json.readValue(text, type);
  }
}
