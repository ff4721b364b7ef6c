package io.descent.spec;

import io.descent.engine.EarlyStopping;
import io.descent.engine.Field;
import io.descent.engine.FieldType;
import io.descent.engine.Kind;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.ScheduleSpec;
import io.descent.engine.Task;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Describes layers, optimizers, schedules and losses in the OpenAPI document, by their fields. */
@Component
public class SpecSchemas implements OpenApiCustomizer {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String COMPONENTS = "#/components/schemas/";

  @Override
  public void customise(OpenAPI document) {
    schemas().forEach((name, schema) -> document.getComponents().addSchemas(name, read(schema)));
  }

  private static Schema<?> read(ObjectNode schema) {
    try {
      return Json31.mapper().readValue(schema.toString(), Schema.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The components by name. */
  public static Map<String, ObjectNode> schemas() {
    Map<String, ObjectNode> schemas = new LinkedHashMap<>();
    addUnion(schemas, "Layer", "One layer", LayerSpec.kinds());
    addUnion(
        schemas,
        "Optimizer",
        "With the arithmetic and the defaults of PyTorch",
        OptimizerSpec.kinds());
    addUnion(
        schemas,
        "Schedule",
        "The learning rate over the epochs; steps once an epoch",
        ScheduleSpec.kinds());
    schemas.put("Split", split());
    schemas.put("EarlyStopping", object(EarlyStopping.kind(List.of(Task.values()))));
    schemas.put("Loss", loss());
    return schemas;
  }

  private static ObjectNode split() {
    ObjectNode json = object(TrainingSpec.SplitSpec.KIND);
    ObjectNode properties = json.withObject("properties");
    addText(
        properties, "column", "the data set's own column of parts; the default where it has one");
    addText(properties, "group", "a column: rows of one value stay together");
    addText(properties, "order", "a column of numbers or dates: the oldest train, the newest test");
    addText(
        properties,
        "test_dataset_id",
        "id or name of a data set of the same columns and classes whose rows are the test part;"
            + " train and validation then add to 1");
    addText(properties, "test_dataset", "the same, by the other name of the field");
    return json;
  }

  private static void addText(ObjectNode properties, String name, String help) {
    properties.putObject(name).put("type", "string").put("description", help);
  }

  /** One component for each kind, and one that is one of them, told apart by {@code type}. */
  private static <S> void addUnion(
      Map<String, ObjectNode> schemas, String name, String help, List<Kind<? extends S>> kinds) {
    ObjectNode union = JSON.objectNode().put("description", help);
    schemas.put(name, union);
    for (Kind<? extends S> kind : kinds) {
      String component = component(kind.type()) + name;
      union.withArray("oneOf").addObject().put("$ref", COMPONENTS + component);
      union
          .withObject("discriminator")
          .put("propertyName", "type")
          .withObject("mapping")
          .put(kind.type(), COMPONENTS + component);
      schemas.put(component, typed(kind));
    }
  }

  private static String component(String type) {
    return Arrays.stream(type.split("_"))
        .map(StringUtils::capitalize)
        .collect(Collectors.joining());
  }

  private static ObjectNode typed(Kind<?> kind) {
    ObjectNode json = object(kind);
    json.withObject("properties")
        .putObject("type")
        .put("type", "string")
        .put("pattern", "^" + kind.type() + "$")
        .putArray("examples")
        .add(kind.type());
    json.withArray("required").add("type");
    kind.stated()
        .ifPresent(
            it ->
                json.withObject("properties")
                    .set(it.name(), of(FieldType.Whole.from(1)).put("description", it.help())));
    return json;
  }

  private static ObjectNode object(Kind<?> kind) {
    ObjectNode json = JSON.objectNode().put("type", "object").put("description", kind.help());
    json.put("additionalProperties", false).putObject("properties");
    kind.fields().forEach(field -> add(json, field));
    return json;
  }

  private static <T> void add(ObjectNode json, Field<?, T> field) {
    ObjectNode property = of(field.type()).put("description", help(field));
    json.withObject("properties").set(field.name(), property);
    if (field.type() instanceof FieldType.Extents
        && !(field.fallback() instanceof Field.Required)) {
      // What is of any type and not set, clients in Java would send as null
      property.withArray("anyOf").addObject().put("type", "integer");
      property.withArray("anyOf").addObject().put("description", "[height, width]");
    }
    switch (field.fallback()) {
      case Field.Default<T>(T value) ->
          standard(property, field, SpecJson.of(field.type().value(value)));
      case Field.SameAs<T>(Field<?, T> other) ->
          property.put("description", help(field) + "; by default as " + other.name());
      case Field.Required<T> _ -> json.withArray("required").add(field.name());
    }
  }

  private static String help(Field<?, ?> field) {
    boolean sides = field.type() instanceof FieldType.Extents;
    return sides ? field.help() + ": n, or [height, width]" : field.help();
  }

  /** Told, but not as a default that a generated client would send along. */
  private static void standard(ObjectNode property, Field<?, ?> field, JsonNode value) {
    property.put("description", help(field) + "; by default " + value.asString(value.toString()));
    property.set("x-default", value);
  }

  private static ObjectNode of(FieldType<?> type) {
    ObjectNode json = JSON.objectNode();
    return switch (type) {
      case FieldType.Whole(int low, int high) ->
          json.put("type", "integer").put("minimum", low).put("maximum", high);
      case FieldType.Flag _ -> json.put("type", "boolean");
      case FieldType.Choice<?> choice -> words(json, choice.words().stream());
      // Either a number or two: of any type, as generated clients know no such union
      case FieldType.Extents(int low) -> {
        json.put("x-minimum", low).withArray("examples").add(3).addArray().add(3).add(5);
        yield json;
      }
      case FieldType.Real real -> real(json.put("type", "number"), real);
    };
  }

  private static ObjectNode real(ObjectNode json, FieldType.Real type) {
    if (type.low() > -Double.MAX_VALUE) {
      json.put(type.lowIncluded() ? "minimum" : "exclusiveMinimum", type.low());
    }
    if (type.high() < Double.MAX_VALUE) {
      json.put(type.highIncluded() ? "maximum" : "exclusiveMaximum", type.high());
    }
    return json;
  }

  private static ObjectNode words(ObjectNode json, Stream<String> words) {
    json.put("type", "string");
    words.forEach(json.withArray("enum")::add);
    return json;
  }

  private static ObjectNode loss() {
    List<LossSpec> losses = List.of(LossSpec.values());
    String help =
        losses.stream().map(it -> it.type() + " " + it.formula()).collect(Collectors.joining("; "));
    return words(JSON.objectNode(), losses.stream().map(LossSpec::type))
        .put("description", "The mean over the batch of: " + help);
  }
}
