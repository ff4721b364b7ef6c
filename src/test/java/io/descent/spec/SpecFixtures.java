package io.descent.spec;

import io.descent.dataset.ClassCount;
import io.descent.dataset.Datasets;
import io.descent.dataset.Schema;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.security.Owner;
import io.descent.web.Limits;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data sets and networks that the tests of this package speak of. */
final class SpecFixtures {

  static final JsonMapper JSON = new JsonMapper();
  static final Limits LIMITS =
      new Binder(new MapConfigurationPropertySource()).bindOrCreate("descent.limits", Limits.class);

  /** The owner has no other data set. */
  static final TestDatasets ALONE = _ -> Optional.empty();

  private SpecFixtures() {}

  static final String IRIS_MODEL =
      """
      {"layers": [{"type": "affine", "out": 16}, {"type": "relu"}, {"type": "affine", "out": 3}],
       "loss": "softmax_ce"}
      """;

  /** 150 rows of four numbers in three classes. */
  static Datasets.Facts iris() {
    return table(Task.CLASSIFICATION, 4, 150, 3);
  }

  static Datasets.Facts diabetes() {
    return table(Task.REGRESSION, 10, 442, 0);
  }

  static Datasets.Facts digits() {
    Shape shape = Shape.of(1, 8, 8);
    return facts(
        new Schema(
            Schema.Format.IDX,
            Task.CLASSIFICATION,
            1797,
            shape,
            shape,
            "label",
            List.of(),
            classes(10, 1797)));
  }

  static Datasets.Facts table(Task task, int columns, int rows, int classes) {
    Shape shape = Shape.of(columns);
    return facts(
        new Schema(
            Schema.Format.CSV, task, rows, shape, shape, "y", List.of(), classes(classes, rows)));
  }

  private static List<ClassCount> classes(int classes, int rows) {
    return IntStream.range(0, classes)
        .mapToObj(c -> new ClassCount("c" + c, rows / classes))
        .toList();
  }

  static Datasets.Facts facts(Schema schema) {
    return new Datasets.Facts(Owner.LOCAL, new UUID(7, 7), "data", "00", schema);
  }

  static JsonNode json(String text) {
    return JSON.readTree(text);
  }
}
