package io.descent.dataset;

import jakarta.persistence.AttributeConverter;
import org.hibernate.annotations.Immutable;
import tools.jackson.databind.json.JsonMapper;

/** The stored form of a description; apart from how answers are written, which may change. */
@Immutable
final class DescriptionJson implements AttributeConverter<Description, String> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public String convertToDatabaseColumn(Description description) {
    return JSON.writeValueAsString(description);
  }

  @Override
  public Description convertToEntityAttribute(String json) {
    return JSON.readValue(json, Description.class);
  }
}
