package io.descent.spec;

import static io.descent.spec.SpecFixtures.LIMITS;
import static io.descent.spec.SpecFixtures.digits;
import static io.descent.spec.SpecFixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is done to a valid job, it is read, or refused with pointers that lead somewhere. */
class SpecsFuzzTest {

  private static final String VALID =
      """
      {"model": {"input_shape": [1, 8, 8], "loss": "softmax_ce", "layers": [
         {"type": "conv2d", "in": 1, "out": 4, "kernel": [3, 3], "stride": 1, "padding": 1},
         {"type": "batchnorm2d", "features": 4}, {"type": "leaky_relu", "slope": 0.1},
         {"type": "maxpool2d", "kernel": 2}, {"type": "flatten"}, {"type": "dropout", "rate": 0.5},
         {"type": "gelu", "approximate": "tanh"}, {"type": "affine", "out": 10, "init": "he"}]},
       "training": {"epochs": 3, "batch_size": 32, "seed": 5,
         "optimizer": {"type": "adamw", "lr": 0.01, "beta1": 0.9, "weight_decay": 0.1},
         "schedule": {"type": "warmup_cosine", "warmup": 1, "total": 3},
         "split": {"train": 0.8, "validation": 0.1, "test": 0.1, "stratify": true},
         "preprocessing": {"numeric": "none"}, "keep": "best", "clip_norm": 1.5,
         "early_stopping": {"metric": "validation_accuracy", "patience": 2}, "max_seconds": 9}}
      """;

  private static final List<String> REPLACEMENTS =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"relu\"",
          "\"~/\"",
          "[]",
          "{}",
          "[1]",
          "[[1, 2], 3]",
          "0",
          "-1",
          "1",
          "2",
          "0.5",
          "1e300",
          "-1e300",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "1e18",
          "{\"type\": \"adam\"}",
          "{\"type\": \"affine\", \"out\": 2147483647}");

  private final Specs specs = new Specs(LIMITS);

  @Test
  void everyMutationIsReadOrRefusedWithPointersThatLeadSomewhere() {
    assertThat(
            specs.read(
                json(VALID).get("model"),
                json(VALID).get("training"),
                digits(),
                SpecFixtures.ALONE))
        .isNotNull();
    Random random = new Random(20260724);
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
      JsonNode job = json(VALID);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        mutate(job, random);
      }
      refused += refused(job) ? 1 : 0;
    }
    assertThat(refused).isBetween(2000, 3999);
  }

  private boolean refused(JsonNode job) {
    try {
      specs.read(job.get("model"), job.get("training"), digits(), SpecFixtures.ALONE);
      return false;
    } catch (ProblemException refusal) {
      assertThat(refusal.errors()).isNotEmpty();
      for (Object error : refusal.errors()) {
        String pointer = ((FieldError) error).pointer();
        String parent = pointer.substring(0, pointer.lastIndexOf('/'));
        assertThat(job.at(parent).isMissingNode()).as(pointer + " in " + job).isFalse();
      }
      return true;
    } catch (RuntimeException e) {
      throw new AssertionError(job.toString(), e);
    }
  }

  private static void mutate(JsonNode job, RandomGenerator random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(job.get("model"), containers);
    collect(job.get("training"), containers);
    if (containers.isEmpty()) {
      return;
    }
    JsonNode value = json(REPLACEMENTS.get(random.nextInt(REPLACEMENTS.size())));
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object -> mutate(object, value, random);
      case ArrayNode array -> mutate(array, value, random);
      default -> throw new AssertionError();
    }
  }

  private static void mutate(ObjectNode object, JsonNode value, RandomGenerator random) {
    List<String> names = List.copyOf(object.propertyNames());
    if (names.isEmpty() || random.nextInt(8) == 0) {
      object.set("unknown/~name", value);
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(4) == 0) {
      object.remove(name);
    } else {
      object.set(name, value);
    }
  }

  private static void mutate(ArrayNode array, JsonNode value, RandomGenerator random) {
    if (array.isEmpty() || random.nextInt(3) == 0) {
      array.insert(random.nextInt(array.size() + 1), value);
    } else if (random.nextBoolean()) {
      array.remove(random.nextInt(array.size()));
    } else {
      array.set(random.nextInt(array.size()), value);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node != null && node.isContainer()) {
      containers.add(node);
      node.values().forEach(child -> collect(child, containers));
    }
  }
}
