package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.LayerSpec.AvgPool2d;
import io.descent.engine.LayerSpec.Conv2d;
import io.descent.engine.LayerSpec.Dropout;
import io.descent.engine.LayerSpec.Relu;
import io.descent.engine.LayerSpec.Tanh;
import io.descent.engine.Trainer.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * States that each released version kept, in {@code states/VERSION/engine}: today's code goes on
 * from every one of them and ends in the weights that the version's own code gave without a stop.
 * The trainings below are those of the files, and never change.
 */
class GoldenStateTest {

  private static final Path STATES = Path.of("src", "test", "resources", "states");

  private record Golden(Path folder, String name) {

    Path file() {
      return folder.resolve(name + ".state");
    }

    String weights() throws IOException {
      Properties ends = new Properties();
      try (InputStream in = Files.newInputStream(folder.resolve("weights.properties"))) {
        ends.load(in);
      }
      return ends.getProperty(name);
    }

    @Override
    public String toString() {
      return folder.getParent().getFileName() + " " + name;
    }
  }

  static Stream<Golden> everyVersion() throws IOException {
    try (Stream<Path> folders = Files.list(STATES)) {
      return folders
          .sorted()
          .map(version -> version.resolve("engine"))
          .filter(Files::exists)
          .flatMap(folder -> trainings().keySet().stream().map(name -> new Golden(folder, name)))
          .filter(golden -> Files.exists(golden.file()))
          .toList()
          .stream();
    }
  }

  static Stream<Path> everyFile() throws IOException {
    try (Stream<Path> files = Files.walk(STATES)) {
      return files
          .filter(file -> file.getParent().endsWith("engine"))
          .filter(file -> file.toString().endsWith(".state"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void everyFile(Path file) {
    String name = file.getFileName().toString().replace(".state", "");
    assertThat(trainings()).as("the training whose state %s is", file).containsKey(name);
  }

  @ParameterizedTest
  @MethodSource
  void everyVersion(Golden golden) throws IOException {
    Trainer trainer = trainings().get(golden.name()).get();
    try (InputStream in = Files.newInputStream(golden.file())) {
      trainer.restore(in);
    }
    assertThat(trainer.updates()).isPositive();
    assertThat(Nets.trained(trainer).network().sha256()).isEqualTo(golden.weights());
  }

  /** All trainings, each at its start. */
  private static Map<String, Supplier<Trainer>> trainings() {
    Map<String, Supplier<Trainer>> all = new TreeMap<>();
    all.put("dense-adam-keep-best", GoldenStateTest::denseAdamKeepBest);
    all.put("convolution-adam-cosine", GoldenStateTest::convolutionAdamCosine);
    all.put("convolution-sgd-average-pool", GoldenStateTest::convolutionSgdAveragePool);
    all.put("numbers-nesterov-step", GoldenStateTest::numbersNesterovStep);
    all.put("binary-rmsprop-warmup", GoldenStateTest::binaryRmsPropWarmUp);
    all.put("one-hot-adagrad-clipped", GoldenStateTest::oneHotAdagradClipped);
    all.put("warm-start-adamw", GoldenStateTest::warmStartAdamW);
    all.put("inside-evaluation", GoldenStateTest::insideEvaluation);
    return all;
  }

  /** Where a training is left: inside its second epoch, or its evaluation. */
  private static boolean left(String name, Trainer trainer, Step last) {
    return trainer.epoch() == 1
        && (name.equals("inside-evaluation") ? last == Step.EVALUATION : trainer.batch() == 2);
  }

  private static Trainer denseAdamKeepBest() {
    return Trainer.start(
        Nets.dense(),
        new TrainingPlan(
            Task.CLASSIFICATION,
            3,
            8,
            9,
            Nets.adam(),
            new ScheduleSpec.Exponential(0.9),
            Optional.of(new EarlyStopping(EpochMetric.VALIDATION_SCORE, 2, 0.01)),
            true,
            OptionalDouble.of(0.5)),
        ArraySamples.clouds(43, 13, 5, 1),
        ArraySamples.clouds(21, 13, 5, 1));
  }

  private static Trainer convolutionAdamCosine() {
    return Trainer.start(
        Nets.convolutional(),
        new TrainingPlan(
            Task.CLASSIFICATION,
            5,
            7,
            10,
            new OptimizerSpec.Adam(0.003, 0.85, 0.99, 1e-7, 1e-4),
            new ScheduleSpec.Cosine(5, 1e-4),
            Optional.of(new EarlyStopping(EpochMetric.VALIDATION_LOSS, 3, 0)),
            true,
            OptionalDouble.empty()),
        ArraySamples.clouds(37, 144, 4, 2),
        ArraySamples.clouds(19, 144, 4, 2));
  }

  private static Trainer convolutionSgdAveragePool() {
    Extent two = new Extent(2, 2);
    Extent none = new Extent(0, 0);
    return Trainer.start(
        new ModelSpec(
            Shape.of(1, 7, 6),
            List.of(
                new Conv2d(3, new Extent(2, 3), new Extent(2, 1), none, Initializer.XAVIER),
                new Tanh(),
                new AvgPool2d(two, new Extent(1, 2)),
                Nets.affine(3)),
            LossSpec.SOFTMAX_CE),
        plan(Task.CLASSIFICATION, 11, Nets.momentum(), new ScheduleSpec.Constant()),
        ArraySamples.clouds(33, 42, 3, 5),
        ArraySamples.none(42, 1));
  }

  private static Trainer numbersNesterovStep() {
    return Trainer.start(
        new ModelSpec(
            Shape.of(6), List.of(Nets.affine(9), new Tanh(), Nets.affine(2)), LossSpec.MSE),
        plan(
            Task.REGRESSION,
            12,
            new OptimizerSpec.Sgd(0.02, 0.8, true, 1e-3),
            new ScheduleSpec.Step(2, 0.5)),
        ArraySamples.curve(41, 6, 2, 6),
        ArraySamples.curve(17, 6, 2, 7));
  }

  private static Trainer binaryRmsPropWarmUp() {
    return Trainer.start(
        new ModelSpec(
            Shape.of(5),
            List.of(Nets.affine(8), new Relu(), new Dropout(0.2), Nets.affine(1)),
            LossSpec.BCE_LOGITS),
        new TrainingPlan(
            Task.CLASSIFICATION,
            6,
            8,
            13,
            new OptimizerSpec.RmsProp(0.01, 0.95, 1e-6, 1e-4),
            new ScheduleSpec.WarmupCosine(2, 0.1, 6, 1e-3),
            Optional.of(new EarlyStopping(EpochMetric.TRAIN_SCORE, 5, 0)),
            false,
            OptionalDouble.empty()),
        ArraySamples.clouds(35, 5, 2, 8),
        ArraySamples.clouds(14, 5, 2, 8));
  }

  private static Trainer oneHotAdagradClipped() {
    return Trainer.start(
        new ModelSpec(
            Shape.of(4), List.of(Nets.affine(7), new Relu(), Nets.affine(3)), LossSpec.MSE),
        new TrainingPlan(
            Task.CLASSIFICATION,
            4,
            8,
            14,
            new OptimizerSpec.Adagrad(0.05, 1e-9, 1e-4),
            new ScheduleSpec.Constant(),
            Optional.of(new EarlyStopping(EpochMetric.TRAIN_LOSS, 2, 0.001)),
            true,
            OptionalDouble.of(0.1)),
        oneHot(30),
        oneHot(12));
  }

  private static Samples oneHot(int rows) {
    Samples clouds = ArraySamples.clouds(rows, 4, 3, 15);
    float[][] inputs = new float[rows][4];
    float[][] targets = new float[rows][3];
    for (int row = 0; row < rows; row++) {
      clouds.input(row, inputs[row], 0);
      targets[row][row % 3] = 1;
    }
    return new ArraySamples(inputs, targets);
  }

  private static Trainer warmStartAdamW() {
    ModelSpec model =
        new ModelSpec(
            Shape.of(5), List.of(Nets.affine(6), new Tanh(), Nets.affine(3)), LossSpec.SOFTMAX_CE);
    Samples train = ArraySamples.clouds(31, 5, 3, 16);
    Samples validation = ArraySamples.clouds(13, 5, 3, 16);
    Trainer before =
        Trainer.start(
            model,
            plan(Task.CLASSIFICATION, 17, Nets.momentum(), new ScheduleSpec.Constant()),
            train,
            validation);
    return Trainer.start(
        model,
        plan(
            Task.CLASSIFICATION,
            18,
            new OptimizerSpec.AdamW(0.01, 0.9, 0.999, 1e-8, 0.01),
            new ScheduleSpec.Exponential(0.8)),
        train,
        validation,
        Nets.trained(before).network());
  }

  private static Trainer insideEvaluation() {
    return Trainer.start(
        new ModelSpec(Shape.of(4), List.of(Nets.affine(3)), LossSpec.SOFTMAX_CE),
        new TrainingPlan(
            Task.CLASSIFICATION,
            4,
            64,
            19,
            Nets.momentum(),
            new ScheduleSpec.Constant(),
            Optional.empty(),
            true,
            OptionalDouble.empty()),
        ArraySamples.clouds(300, 4, 3, 20),
        ArraySamples.clouds(700, 4, 3, 20));
  }

  private static TrainingPlan plan(
      Task task, long seed, OptimizerSpec optimizer, ScheduleSpec schedule) {
    return new TrainingPlan(
        task, 4, 8, seed, optimizer, schedule, Optional.empty(), false, OptionalDouble.empty());
  }

  /** Writes the files of this version into a folder. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    StringBuilder ends = new StringBuilder();
    for (Map.Entry<String, Supplier<Trainer>> training : trainings().entrySet()) {
      String name = training.getKey();
      Trainer trainer = training.getValue().get();
      Step last = trainer.step();
      while (!left(name, trainer, last)) {
        last = trainer.step();
      }
      try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".state"))) {
        trainer.save(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Trainer straight = Nets.trained(training.getValue().get());
      ends.append(name).append('=').append(straight.network().sha256()).append('\n');
    }
    Files.writeString(folder.resolve("weights.properties"), ends);
  }
}
