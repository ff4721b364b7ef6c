package io.descent.job;

import io.descent.engine.LayerFigures;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The layers of an epoch as JSON in a column; absent where nothing was measured. */
@Converter
@Immutable
class LayersColumn implements AttributeConverter<List<LayerFigures>, String> {

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable List<LayerFigures> layers) {
    return layers == null ? null : JsonMapper.shared().writeValueAsString(layers);
  }

  @Override
  public @Nullable List<LayerFigures> convertToEntityAttribute(@Nullable String text) {
    return text == null
        ? null
        : Arrays.asList(JsonMapper.shared().readValue(text, LayerFigures[].class));
  }
}
