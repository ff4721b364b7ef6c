package io.descent.spec;

import static io.descent.spec.SpecFixtures.IRIS_MODEL;
import static io.descent.spec.SpecFixtures.LIMITS;
import static io.descent.spec.SpecFixtures.diabetes;
import static io.descent.spec.SpecFixtures.digits;
import static io.descent.spec.SpecFixtures.iris;
import static io.descent.spec.SpecFixtures.json;
import static io.descent.spec.SpecFixtures.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.descent.dataset.Datasets;
import io.descent.engine.Extent;
import io.descent.engine.LayerSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.ScheduleSpec;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.AnswerExecutor;
import io.descent.web.FieldError;
import io.descent.web.JsonFields;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.Warning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class SpecsTest {

  private final Specs specs = new Specs(LIMITS);

  @Test
  void networksOfManyLayersAreCheckedOnTheThreadsOfLongAnswers() {
    List<String> threads = new ArrayList<>();
    TrainingRoom room =
        () -> {
          threads.add(Thread.currentThread().getName());
          return Long.MAX_VALUE;
        };
    try (AnswerExecutor answers = new AnswerExecutor(Duration.ofSeconds(1), 1, 1)) {
      Specs turns = new Specs(LIMITS, room, answers);
      String last = "{\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}";
      for (int layers : List.of(100, 101, 1000)) {
        String model = "{\"layers\": [" + "{\"type\": \"relu\"}, ".repeat(layers - 1) + last;
        turns.read(json(model), json("{\"seed\": 1}"), iris(), SpecFixtures.ALONE);
      }
    }
    assertThat(threads).hasSize(3);
    assertThat(threads.getFirst()).doesNotStartWith("answer-");
    assertThat(threads.subList(1, 3)).allMatch(it -> it.startsWith("answer-"));
  }

  @Test
  void everyDefaultIsFilledIn() {
    JobSpec spec = specs.read(json(IRIS_MODEL), json("{\"seed\": 1}"), iris(), SpecFixtures.ALONE);

    assertThat(spec.modelJson())
        .isEqualTo(
            json(
                """
                {"input_shape": [4],
                 "layers": [{"type": "affine", "out": 16, "init": "he"}, {"type": "relu"},
                            {"type": "affine", "out": 3, "init": "he"}],
                 "loss": "softmax_ce"}
                """));
    assertThat(spec.trainingJson().toString())
        .isEqualTo(
            json("""
            {"epochs": 20, "batch_size": 64, "seed": 1,
             "optimizer": {"type": "sgd", "lr": 0.1, "momentum": 0.0, "nesterov": false,
                           "weight_decay": 0.0},
             "schedule": {"type": "constant"},
             "split": {"train": 0.8, "validation": 0.1, "test": 0.1, "stratify": true},
             "class_weights": "none",
             "preprocessing": {"numeric": "standardize"},
             "early_stopping": null, "keep": "last", "clip_norm": null,
             "max_seconds": null}
            """)
                .toString());
    assertThat(spec.warnings()).isEmpty();
  }

  @Test
  void everyLayerIsReadAndItsDefaultsAreFilledIn() {
    String model =
        """
        {"input_shape": [1, 8, 8], "layers": [
          {"type": "conv2d", "out": 6, "kernel": 3, "padding": [1, 1], "in": 1},
          {"type": "batchnorm2d", "features": 6}, {"type": "leaky_relu"},
          {"type": "maxpool2d", "kernel": [2, 1]}, {"type": "avgpool2d", "kernel": 2, "stride": 1},
          {"type": "sigmoid"}, {"type": "flatten"}, {"type": "affine", "out": 12, "init": "xavier"},
          {"type": "batchnorm1d", "eps": 0.001, "momentum": 0.2}, {"type": "gelu"},
          {"type": "dropout", "rate": 0.5}, {"type": "tanh"},
          {"type": "gelu", "approximate": "tanh"}, {"type": "relu"},
          {"type": "affine", "out": 10, "init": "zeros"}],
         "loss": "mse"}
        """;
    ModelSpec read =
        new NetworkReader(JsonFields.of(json(model), "", new Problems()), Optional.empty())
            .read(1, LIMITS.layers())
            .spec()
            .orElseThrow();

    assertThat(read.layers())
        .startsWith(
            new LayerSpec.Conv2d(
                6,
                new Extent(3, 3),
                new Extent(1, 1),
                new Extent(1, 1),
                io.descent.engine.Initializer.HE),
            new LayerSpec.BatchNorm2d(1e-5, 0.1),
            new LayerSpec.LeakyRelu(0.01),
            new LayerSpec.MaxPool2d(new Extent(2, 1), new Extent(2, 1)),
            new LayerSpec.AvgPool2d(new Extent(2, 2), new Extent(1, 1)))
        .hasSize(15);
    String shown = SpecJson.of(read).toString();
    assertThat(shown)
        .contains(
            """
            {"type":"conv2d","out":6,"kernel":3,"stride":1,"padding":1,"init":"he"}\
            """,
            """
            {"type":"maxpool2d","kernel":[2,1],"stride":[2,1]}\
            """,
            """
            {"type":"gelu","approximate":"none"}\
            """,
            """
            {"type":"dropout","rate":0.5}\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "sgd", "momentum": 0.9, "nesterov": true} | {"type":"sgd","lr":0.1,"momentum":0.9,"nesterov":true,"weight_decay":0.0}
          {"type": "adagrad"} | {"type":"adagrad","lr":0.01,"eps":1.0E-10,"weight_decay":0.0}
          {"type": "rmsprop"} | {"type":"rmsprop","lr":0.01,"alpha":0.99,"eps":1.0E-8,"weight_decay":0.0}
          {"type": "adam", "lr": 1} | {"type":"adam","lr":1.0,"beta1":0.9,"beta2":0.999,"eps":1.0E-8,"weight_decay":0.0}
          {"type": "adamw"} | {"type":"adamw","lr":0.001,"beta1":0.9,"beta2":0.999,"eps":1.0E-8,"weight_decay":0.01}
          """)
  void optimizersHaveTheirOwnDefaults(String asked, String shown) {
    assertThat(trained("{\"optimizer\": " + asked + "}").get("optimizer")).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "step", "step_size": 2, "gamma": 0.5} | {"type":"step","step_size":2,"gamma":0.5}
          {"type": "exponential", "gamma": 0.9} | {"type":"exponential","gamma":0.9}
          {"type": "cosine"} | {"type":"cosine","total":20,"min_lr":0.0}
          {"type": "warmup_cosine", "warmup": 3} | {"type":"warmup_cosine","warmup":3,"start_factor":0.1,"total":20,"min_lr":0.0}
          """)
  void schedulesHaveTheirOwnDefaults(String asked, String shown) {
    assertThat(trained("{\"schedule\": " + asked + "}").get("schedule")).hasToString(shown);
  }

  @Test
  void whatWasFilledInIsReadAgainAsTheSame() {
    JobSpec spec =
        specs.read(
            json(IRIS_MODEL),
            json(
                """
                {"early_stopping": {"metric": "train_accuracy"}, "keep": "best", "clip_norm": 1,
                 "max_seconds": 2.5, "optimizer": {"type": "adam"},
                 "schedule": {"type": "cosine", "total": 7}}
                """),
            iris(),
            SpecFixtures.ALONE);

    assertThat(specs.stored(spec.modelJson(), spec.trainingJson(), iris())).isEqualTo(spec);
  }

  @Test
  void whatWasAcceptedUnderOtherLimitsIsStillRead() {
    String layers =
        "{\"type\": \"affine\", \"out\": 100000000}," + "{\"type\": \"relu\"},".repeat(2000);
    ObjectNode model =
        (ObjectNode)
            json(
                """
                {"input_shape": [4], "layers": [%s {"type": "affine", "out": 3}],
                 "loss": "softmax_ce"}
                """
                    .formatted(layers));
    ObjectNode training = (ObjectNode) json("{\"epochs\": 2000000, \"seed\": 1}");

    JobSpec spec = specs.stored(model, training, iris());

    assertThat(spec.model().layers()).hasSize(2002);
    assertThat(spec.training().plan().epochs()).isEqualTo(2_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"input_shape": [4], "layers": [{"type": "affin"}], "loss": "mse"} | {} | /model/layers/0/type
          {"input_shape": [4], "layers": [{"type": "affine", "out": 3}]} | {} | /model/loss
          {"layers": [{"type": "affine", "out": 3}], "loss": "mse"} | {} | /model/input_shape
          {"input_shape": [5], "layers": [{"type": "affine", "out": 3}], "loss": "mse"} | {} | /model/input_shape
          {"input_shape": [4], "layers": [{"type": "flatten"}, {"type": "maxpool2d", "kernel": 2}], "loss": "mse"} | {} | /model/layers/1
          {"input_shape": [4], "layers": [{"type": "affine", "out": 3}], "loss": "mse"} | {"epochs": "x"} | /training/epochs
          {} | {} | /model/layers
          """)
  void whatWasStoredAndIsDamagedSaysWhere(String model, String training, String pointer) {
    assertThatThrownBy(
            () -> specs.stored((ObjectNode) json(model), (ObjectNode) json(training), iris()))
        .isInstanceOf(DamagedSpec.class)
        .hasMessageStartingWith("what was stored is damaged at " + pointer + ": ");
  }

  @Test
  void anAbsentSeedIsChosen() {
    long first = trained("{}").get("seed").longValue();

    assertThat(first).isBetween(0L, (1L << 53) - 1);
    assertThat(trained("{}").get("seed").longValue()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "step", "step_size": 1, "gamma": 1.5}           | true
          {"type": "exponential", "gamma": 2}                      | true
          {"type": "exponential", "gamma": 1}                      | false
          {"type": "cosine", "min_lr": 0.2}                        | true
          {"type": "warmup_cosine", "warmup": 2, "min_lr": 0.2}    | true
          {"type": "warmup_cosine", "warmup": 2, "min_lr": 0.01}   | false
          """)
  void aLearningRateThatGrowsIsTold(String schedule, boolean told) {
    JobSpec spec =
        specs.read(
            json(IRIS_MODEL), json("{\"schedule\": " + schedule + "}"), iris(), SpecFixtures.ALONE);

    assertThat(spec.warnings())
        .extracting(Warning::code, Warning::pointer)
        .isEqualTo(told ? List.of(tuple("rising_rate", "/training/schedule")) : List.of());
  }

  @Test
  void aRegressionThatAsksForClassesInAllPartsIsTold() {
    String split = "{\"split\": {\"train\": 0.8, \"validation\": 0.1, \"test\": 0.1%s}}";
    for (String said : List.of("", ", \"stratify\": false")) {
      assertThat(regression(split.formatted(said)).warnings()).isEmpty();
    }
    assertThat(regression(split.formatted(", \"stratify\": true")).warnings())
        .extracting(Warning::code, Warning::pointer)
        .containsExactly(tuple("not_stratified", "/training/split/stratify"));
  }

  private JobSpec regression(String training) {
    String model = "{\"layers\": [{\"type\": \"affine\", \"out\": 1}], \"loss\": \"mse\"}";
    return specs.read(json(model), json(training), diabetes(), SpecFixtures.ALONE);
  }

  @Test
  void aBatchLargerThanTheTrainingRowsIsCutWithAWarning() {
    JobSpec spec =
        specs.read(json(IRIS_MODEL), json("{\"batch_size\": 500}"), iris(), SpecFixtures.ALONE);

    assertThat(spec.training().plan().batchSize()).isEqualTo(120);
    assertThat(spec.trainingJson().get("batch_size").intValue()).isEqualTo(120);
    assertThat(spec.warnings())
        .containsExactly(
            new Warning(
                "batch_cut",
                "500 is more than the 120 training rows; cut to 120",
                "choose at most 120",
                "/training/batch_size",
                null));
  }

  @Test
  void aTableMayStateItsRawOrItsEncodedShape() {
    io.descent.dataset.Schema plain = iris().schema();
    Datasets.Facts mixed =
        SpecFixtures.facts(
            new io.descent.dataset.Schema(
                plain.format(),
                plain.task(),
                plain.rows(),
                Shape.of(2),
                Shape.of(4),
                plain.target(),
                List.of(),
                plain.classes()));
    for (String shape : List.of("[2]", "[4]")) {
      String model = IRIS_MODEL.replaceFirst("\\{", "{\"input_shape\": " + shape + ", ");
      assertThat(
              specs.read(json(model), json("{}"), mixed, SpecFixtures.ALONE).model().inputShape())
          .isEqualTo(Shape.of(4));
    }
    String model = IRIS_MODEL.replaceFirst("\\{", "{\"input_shape\": [3], ");
    assertThat(refused(model, "{}", mixed, ProblemKind.INVALID))
        .containsExactly("/model/input_shape: is [3], but the data set has [2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "affin", "out": 3} | INVALID | /model/layers/0/type
          {"type": "affine", "out": "3"} | UNREADABLE | /model/layers/0/out
          {"type": "affine", "out": 2.5} | UNREADABLE | /model/layers/0/out
          {"type": "affine", "out": null} | UNREADABLE | /model/layers/0/out
          {"type": "affine"} | UNREADABLE | /model/layers/0/out
          {"type": "affine", "out": 0} | INVALID | /model/layers/0/out
          {"type": "affine", "out": 2147483648} | INVALID | /model/layers/0/out
          {"type": "affine", "out": 3, "outt": 3} | UNREADABLE | /model/layers/0/outt
          {"type": "affine", "out": 3, "init": "hee"} | INVALID | /model/layers/0/init
          {"type": "affine", "out": 3, "in": 5} | INVALID | /model/layers/0/in
          {"type": "dropout", "rate": 1} | INVALID | /model/layers/0/rate
          {"type": "dropout"} | UNREADABLE | /model/layers/0/rate
          {"type": "batchnorm1d", "features": 3} | INVALID | /model/layers/0/features
          {"type": "batchnorm1d", "momentum": 1} | INVALID | /model/layers/0/momentum
          {"type": "conv2d", "out": 3, "kernel": [3]} | UNREADABLE | /model/layers/0/kernel
          {"type": "conv2d", "out": 3, "kernel": [3, 0]} | INVALID | /model/layers/0/kernel/1
          {"type": "maxpool2d", "kernel": 2} | INVALID | /model/layers/0
          {"out": 3} | UNREADABLE | /model/layers/0/type
          "relu" | UNREADABLE | /model/layers/0
          """)
  void aWrongLayerIsRefusedWithItsPointer(String layer, ProblemKind kind, String pointer) {
    String model =
        "{\"layers\": ["
            + layer
            + ", {\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}";

    assertThat(refused(model, "{}", iris(), kind))
        .singleElement()
        .asString()
        .startsWith(pointer + ":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"epochs": 0} | INVALID | /training/epochs
          {"epochs": 2147483648} | INVALID | /training/epochs
          {"epochs": 100001} | INVALID | /training/epochs
          {"epochs": "20"} | UNREADABLE | /training/epochs
          {"batch_size": 0} | INVALID | /training/batch_size
          {"batch_size": 1.5} | UNREADABLE | /training/batch_size
          {"batch_size": null} | UNREADABLE | /training/batch_size
          {"seed": -1} | INVALID | /training/seed
          {"seed": 9007199254740992} | INVALID | /training/seed
          {"optimizer": {"type": "sgd", "lr": 0}} | INVALID | /training/optimizer/lr
          {"optimizer": {"type": "sgd", "lr": -0.1}} | INVALID | /training/optimizer/lr
          {"optimizer": {"type": "sgd", "momentum": 1}} | INVALID | /training/optimizer/momentum
          {"optimizer": {"type": "sgd", "nesterov": true}} | INVALID | /training/optimizer/nesterov
          {"optimizer": {"type": "sgd", "beta1": 0.9}} | UNREADABLE | /training/optimizer/beta1
          {"optimizer": {"type": "adam", "beta2": 1}} | INVALID | /training/optimizer/beta2
          {"optimizer": {"lr": 0.1}} | UNREADABLE | /training/optimizer/type
          {"optimizer": {"type": "adma"}} | INVALID | /training/optimizer/type
          {"optimizer": "sgd"} | UNREADABLE | /training/optimizer
          {"schedule": {"type": "step", "gamma": 0.5}} | UNREADABLE | /training/schedule/step_size
          {"schedule": {"type": "warmup_cosine", "warmup": 20}} | INVALID | /training/schedule/warmup
          {"split": {"train": 0.9}} | INVALID | /training/split
          {"split": {"train": 0, "validation": 0.5, "test": 0.5}} | INVALID | /training/split
          {"split": {"train": 1.5, "validation": -0.5, "test": 0}} | INVALID | /training/split/train
          {"split": {"validation": 0, "test": 0.2}, "keep": "best"} | INVALID | /training/keep
          {"split": {"validation": 0, "test": 0.2}, "early_stopping": {}} | INVALID | /training/early_stopping/metric
          {"early_stopping": {"metric": "validation_r2"}} | INVALID | /training/early_stopping/metric
          {"early_stopping": {"patience": 0}} | INVALID | /training/early_stopping/patience
          {"preprocessing": {"numeric": "log"}} | INVALID | /training/preprocessing/numeric
          {"preprocessing": {"images": "none"}} | UNREADABLE | /training/preprocessing/images
          {"keep": "first"} | INVALID | /training/keep
          {"clip_norm": 0} | INVALID | /training/clip_norm
          {"max_seconds": -1} | INVALID | /training/max_seconds
          {"epoch": 3} | UNREADABLE | /training/epoch
          """)
  void aWrongTrainingIsRefusedWithItsPointer(String training, ProblemKind kind, String pointer) {
    assertThat(refused(IRIS_MODEL, training, iris(), kind))
        .first()
        .asString()
        .startsWith(pointer + ":");
  }

  @Test
  void anUnknownNameComesWithTheNearestKnownOne() {
    List<String> problems =
        refused(
            "{\"layers\": [{\"type\": \"batchnorm\"}], \"los\": \"mse\", \"loss\": \"softmax\"}",
            "{\"optimiser\": {}}",
            iris(),
            ProblemKind.UNREADABLE);

    assertThat(problems)
        .anySatisfy(it -> assertThat(it).startsWith("/model/layers/0/type").contains("batchnorm1d"))
        .anySatisfy(it -> assertThat(it).startsWith("/model/los").contains("\"loss\""))
        .anySatisfy(it -> assertThat(it).startsWith("/model/loss").contains("softmax_ce"))
        .anySatisfy(it -> assertThat(it).startsWith("/training/optimiser").contains("optimizer"))
        .hasSize(4);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    String model =
        """
        {"layers": [{"type": "affine", "out": 16, "in": 5}, {"type": "dropout", "rate": 2},
                    {"type": "affine", "out": 12}, {"type": "relu"},
                    {"type": "affine", "in": 16, "out": 4}],
         "loss": "softmax_ce"}
        """;

    assertThat(refused(model, "{\"epochs\": 0}", iris(), ProblemKind.INVALID))
        .containsExactlyInAnyOrder(
            "/model/layers/0/in: got 5, but the input has 4",
            "/model/layers/1/rate: must be at least 0 and below 1, is 2",
            "/model/layers/4/in: got 16, but layer 3 gives 12",
            "/model/layers/4/out: gives 4 outputs, must be 3: the data set has 3 classes",
            "/training/epochs: must be 1 to 100000, is 0");
  }

  @Test
  void modelAndTrainingAreRequired() {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class, () -> specs.read(null, null, iris(), SpecFixtures.ALONE));

    assertThat(refusal.kind()).isEqualTo(ProblemKind.UNREADABLE);
    assertThat(lines(refusal))
        .containsExactly(
            "/model: must be an object, is missing", "/training: must be an object, is missing");
  }

  @Test
  void theLossMustFitTheTask() {
    assertThat(refused(network(1, "softmax_ce"), "{}", diabetes(), ProblemKind.INVALID))
        .containsExactly(
            "/model/loss: softmax_ce is for classes, but the task is regression; use mse");
    assertThat(refused(network(2, "mse"), "{}", diabetes(), ProblemKind.INVALID))
        .containsExactly(
            "/model/layers/0/out: gives 2 outputs, must be 1: a regression has one target");
    assertThat(refused(network(1, "bce_logits"), "{}", iris(), ProblemKind.INVALID))
        .containsExactly(
            "/model/loss: bce_logits is for two classes, but the data set has 3; use softmax_ce");
    Datasets.Facts binary = table(Task.CLASSIFICATION, 4, 100, 2);
    assertThat(refused(network(2, "bce_logits"), "{}", binary, ProblemKind.INVALID))
        .singleElement()
        .asString()
        .startsWith("/model/layers/0/out: gives 2 outputs, must be 1");
    assertThat(specs.read(json(network(1, "bce_logits")), json("{}"), binary, SpecFixtures.ALONE))
        .isNotNull();
    assertThat(specs.read(json(network(3, "mse")), json("{}"), iris(), SpecFixtures.ALONE))
        .isNotNull();
  }

  @Test
  void crossEntropyTakesProbabilities() {
    String classes = "{\"type\": \"affine\", \"out\": 3}";
    String probabilities = classes + ", {\"type\": \"softmax\"}";
    String network = "{\"layers\": [%s], \"loss\": \"%s\"}";

    assertThat(
            refused(network.formatted(classes, "cross_entropy"), "{}", iris(), ProblemKind.INVALID))
        .containsExactly(
            "/model/loss: cross_entropy takes probabilities; end in a softmax layer, or use"
                + " softmax_ce");
    assertThat(warnings(network.formatted(probabilities, "cross_entropy"))).isEmpty();
    assertThat(warnings(network.formatted(probabilities, "mse"))).isEmpty();
    assertThat(warnings(network.formatted(probabilities, "softmax_ce")))
        .containsExactly("softmax_ce takes the softmax of what is one already");
    assertThat(
            refused(
                network.formatted(classes.replace("3", "4") + ", {\"type\": \"softmax\"}", "mse"),
                "{}",
                iris(),
                ProblemKind.INVALID))
        .singleElement()
        .asString()
        .startsWith("/model/layers/0/out: gives 4 outputs, must be 3");
  }

  private List<String> warnings(String model) {
    return specs.read(json(model), json("{}"), iris(), SpecFixtures.ALONE).warnings().stream()
        .map(Warning::detail)
        .toList();
  }

  @Test
  void theOutputOfANetworkForImagesMustBeARow() {
    String model =
        "{\"layers\": [{\"type\": \"conv2d\", \"out\": 10, \"kernel\": 8}], \"loss\":"
            + " \"softmax_ce\"}";

    assertThat(refused(model, "{}", digits(), ProblemKind.INVALID))
        .singleElement()
        .asString()
        .startsWith("/model/layers/0: gives [10, 1, 1]");
  }

  @Test
  void batchNormalizationRefusesALastBatchOfOneRow() {
    String model =
        """
        {"layers": [{"type": "affine", "out": 8}, {"type": "batchnorm1d"},
                    {"type": "affine", "out": 3}], "loss": "softmax_ce"}
        """;

    assertThat(refused(model, "{\"batch_size\": 17}", iris(), ProblemKind.INVALID))
        .singleElement()
        .asString()
        .startsWith(
            "/training/batch_size: layer 1: a batch_size of 17 leaves a last batch of one row");
    assertThat(specs.read(json(model), json("{\"batch_size\": 16}"), iris(), SpecFixtures.ALONE))
        .isNotNull();
  }

  @Test
  void sizesBeyondEveryLimitAreComputedAndRefused() {
    String layers = "{\"layers\": [{\"type\": \"affine\", \"out\": 2147483647}]";

    assertThat(refused(layers + ", \"loss\": \"softmax_ce\"}", "{}", iris(), ProblemKind.INVALID))
        .containsExactly(
            "/model/layers/0/out: has 10737418235 parameters of 42949672940 bytes,"
                + " the limit is 8589934588 bytes");
  }

  @Test
  void aTrainingThatNeverFitsIntoMemoryIsRefused() {
    String model =
        """
        {"layers": [{"type": "affine", "out": 100000000}, {"type": "affine", "out": 3}],
         "loss": "softmax_ce"}
        """;

    assertThat(refused(model, "{}", iris(), ProblemKind.INVALID))
        .anySatisfy(
            it ->
                assertThat(it)
                    .startsWith("/model/layers: training takes ")
                    .endsWith(" bytes, the limit is " + TrainingMemory.limit()))
        .anySatisfy(
            it ->
                assertThat(it)
                    .isEqualTo(
                        "/training/batch_size: one step of training takes 3 times 64 rows of"
                            + " 1400000000 FLOPs, the limit is 100000000000"))
        .anySatisfy(it -> assertThat(it).contains("layer 0: cannot hold a batch_size of 64"));
  }

  @Test
  void moreLayersThanTheLimitAreRefused() {
    String layers = "{\"type\": \"relu\"},".repeat(10_000) + "{\"type\": \"affine\", \"out\": 3}";

    assertThat(
            refused(
                "{\"layers\": [" + layers + "], \"loss\": \"softmax_ce\"}",
                "{}",
                iris(),
                ProblemKind.INVALID))
        .containsExactly("/model/layers: must be 1 to 1000 layers, are 10001");
  }

  @Test
  void enginesPlanHasWhatWasAsked() {
    JobSpec spec =
        specs.read(
            json(IRIS_MODEL),
            json(
                """
                {"optimizer": {"type": "rmsprop"}, "schedule": {"type": "exponential", "gamma": 0.5},
                 "preprocessing": {"numeric": "minmax"}, "max_seconds": 3}
                """),
            iris(),
            SpecFixtures.ALONE);

    assertThat(spec.training().plan().optimizer())
        .isEqualTo(new OptimizerSpec.RmsProp(0.01, 0.99, 1e-8, 0));
    assertThat(spec.training().plan().schedule()).isEqualTo(new ScheduleSpec.Exponential(0.5));
    assertThat(spec.training().maxSeconds()).hasValue(3);
  }

  private ObjectNode trained(String training) {
    return specs.read(json(IRIS_MODEL), json(training), iris(), SpecFixtures.ALONE).trainingJson();
  }

  private static String network(int outputs, String loss) {
    return "{\"layers\": [{\"type\": \"affine\", \"out\": "
        + outputs
        + "}], \"loss\": \""
        + loss
        + "\"}";
  }

  private List<String> refused(
      String model, String training, Datasets.Facts dataset, ProblemKind kind) {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () -> specs.read(json(model), json(training), dataset, SpecFixtures.ALONE));
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.kind()).isEqualTo(kind);
    return lines(refusal);
  }

  private static List<String> lines(ProblemException refusal) {
    return refusal.errors().stream()
        .map(FieldError.class::cast)
        .map(error -> error.pointer() + ": " + error.detail())
        .toList();
  }
}
