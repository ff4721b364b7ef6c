package io.descent.web;

import static com.fasterxml.jackson.databind.PropertyNamingStrategies.SNAKE_CASE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Documents the records of answers as they are written: a component that may be null as such, one
 * that may be left out as optional, and all others as always there.
 */
@Component
class RecordSchemas extends ModelResolver {

  private static final String OURS = "io.descent.";
  private static final String NULL = "null";

  /** Records are documented under the names that they have in JSON. */
  RecordSchemas(ObjectMapperProvider mappers) {
    super(mappers.jsonMapper().copy().setPropertyNamingStrategy(SNAKE_CASE));
    openapi31(true);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public @Nullable Schema resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType java = _mapper.constructType(type.getType());
    Class<?> raw = java.getRawClass();
    if (JsonNode.class.isAssignableFrom(raw)) {
      // Any value
      return new JsonSchema();
    }
    Schema schema = super.resolve(type, context, chain);
    if (schema != null && raw.isRecord() && raw.getName().startsWith(OURS)) {
      describe(raw, model(schema, context.getDefinedModels()));
    }
    return schema;
  }

  private static Schema<?> model(
      Schema<?> schema, @SuppressWarnings("rawtypes") Map<String, Schema> models) {
    String reference = schema.get$ref();
    Schema<?> model =
        reference == null ? null : models.get(reference.substring(reference.lastIndexOf('/') + 1));
    return model == null ? schema : model;
  }

  private static void describe(Class<?> raw, Schema<?> model) {
    if (model.getProperties() == null) {
      return;
    }
    Set<String> required = new LinkedHashSet<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      String name =
          ((PropertyNamingStrategies.NamingBase) SNAKE_CASE).translate(component.getName());
      if (model.getProperties().containsKey(name)) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        boolean leftOut = leftOut(raw, component, nullable);
        if (nullable && !leftOut) {
          model.getProperties().computeIfPresent(name, (_, it) -> orNull(it));
        }
        if (!leftOut) {
          required.add(name);
        }
      }
    }
    model.setRequired(List.copyOf(required));
  }

  private static boolean leftOut(Class<?> raw, RecordComponent component, boolean nullable) {
    JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
    JsonInclude include = own == null ? raw.getAnnotation(JsonInclude.class) : own;
    if (include == null) {
      return false;
    }
    return switch (include.value()) {
      case NON_NULL, NON_ABSENT -> nullable;
      case NON_EMPTY, NON_DEFAULT, CUSTOM -> true;
      case ALWAYS, USE_DEFAULTS -> false;
    };
  }

  /** A schema with null besides; a reference stays alone. */
  private static Schema<?> orNull(Schema<?> schema) {
    boolean plain =
        schema.getTypes() != null && schema.get$ref() == null && schema.getEnum() == null;
    if (plain) {
      schema.addType(NULL);
      return schema;
    }
    boolean any = schema.get$ref() == null && schema.getTypes() == null && schema.getType() == null;
    if (any) {
      return schema;
    }
    Schema<?> none = new JsonSchema();
    none.addType(NULL);
    Schema<?> either = new JsonSchema();
    either.addAnyOfItem(
        schema.get$ref() == null ? schema : new JsonSchema().$ref(schema.get$ref()));
    either.addAnyOfItem(none);
    return either;
  }
}
