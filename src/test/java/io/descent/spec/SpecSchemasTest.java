package io.descent.spec;

import static io.descent.spec.SpecFixtures.LIMITS;
import static io.descent.spec.SpecFixtures.iris;
import static io.descent.spec.SpecFixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.Described;
import io.descent.engine.Kind;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.ScheduleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SpecSchemasTest {

  private final Map<String, ObjectNode> schemas = SpecSchemas.schemas();

  @Test
  void everyKindIsOneOfItsFamily() {
    assertDescribed("Layer", LayerSpec.kinds());
    assertDescribed("Optimizer", OptimizerSpec.kinds());
    assertDescribed("Schedule", ScheduleSpec.kinds());
  }

  private <S extends Described> void assertDescribed(String name, List<Kind<? extends S>> kinds) {
    JsonNode mapping = schemas.get(name).at("/discriminator/mapping");
    assertThat(mapping.propertyNames()).containsExactlyElementsOf(types(kinds));
    for (Kind<? extends S> kind : kinds) {
      String reference = mapping.get(kind.type()).stringValue();
      JsonNode schema = schemas.get(reference.substring(reference.lastIndexOf('/') + 1));
      JsonNode written = SpecJson.of(kind.standard());
      assertThat(schemas.get(name).get("oneOf").toString()).contains('"' + reference + '"');
      assertThat(schema.at("/properties").propertyNames()).containsAll(written.propertyNames());
      assertThat(schema.get("required").valueStream().map(JsonNode::stringValue))
          .allMatch(written::has);
      written
          .properties()
          .forEach(
              field -> {
                JsonNode standard = schema.at("/properties/" + field.getKey() + "/x-default");
                assertThat(standard.isMissingNode() || standard.equals(field.getValue()))
                    .as(field.getKey())
                    .isTrue();
              });
    }
  }

  private static <S> List<String> types(List<Kind<? extends S>> kinds) {
    return kinds.stream().<String>map(Kind::type).toList();
  }

  @Test
  void aRangeIsThatOfTheField() {
    assertThat(schemas.get("DropoutLayer").at("/properties/rate"))
        .isEqualTo(
            json(
                """
                {"type": "number", "minimum": 0.0, "exclusiveMaximum": 1.0,
                 "description": "share of values that become 0"}
                """));
    assertThat(schemas.get("AffineLayer").at("/properties/in/minimum").intValue()).isEqualTo(1);
    assertThat(schemas.get("Loss").get("enum")).hasSize(LossSpec.values().length);
  }

  @Test
  void theTrainingIsDescribedAsItIsWritten() throws IOException {
    ObjectNode written =
        new Specs(LIMITS)
            .read(json(SpecFixtures.IRIS_MODEL), json("{}"), iris(), SpecFixtures.ALONE)
            .trainingJson();
    try (InputStream in = getClass().getResourceAsStream("/openapi/schemas/Training.json")) {
      JsonNode schema = SpecFixtures.JSON.readTree(in);
      assertThat(schema.at("/properties").propertyNames())
          .containsExactlyInAnyOrderElementsOf(written.propertyNames());
      for (String field : List.of("/epochs", "/batch_size", "/keep")) {
        assertThat(schema.at("/properties" + field + "/x-default")).isEqualTo(written.at(field));
      }
      assertThat(schema.at("/properties/preprocessing/properties/numeric/x-default"))
          .isEqualTo(written.at("/preprocessing/numeric"));
    }
  }
}
