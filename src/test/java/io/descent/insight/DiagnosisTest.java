package io.descent.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.dataset.EncodedParts;
import io.descent.dataset.Encoding;
import io.descent.engine.Initializer;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.Samples;
import io.descent.engine.ScheduleSpec;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.engine.Trainer;
import io.descent.engine.Trainer.Step;
import io.descent.engine.TrainingPlan;
import io.descent.insight.Diagnosis.Baseline;
import io.descent.insight.Judgement.Evidence;
import io.descent.insight.Judgement.Verdict;
import io.descent.model.Baselines;
import io.descent.model.ModelMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

  private static final List<String> DIGITS = lines(Path.of("examples/data/digits.csv"));

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Rows(float[][] values, float[] labels) implements Samples {

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public int inputs() {
      return values.length == 0 ? 0 : values[0].length;
    }

    @Override
    public int targets() {
      return 1;
    }

    @Override
    public void input(int row, float[] into, int at) {
      System.arraycopy(values[row], 0, into, at, inputs());
    }

    @Override
    public void target(int row, float[] into, int at) {
      into[at] = labels[row];
    }
  }

  private static Rows spiral(int rows, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[rows][];
    float[] t = new float[rows];
    for (int i = 0; i < rows; i++) {
      t[i] = i % 2;
      double r = random.nextDouble();
      double turn = 2 * Math.PI * 1.25 * r + Math.PI * t[i];
      x[i] = new float[] {(float) (2 * r * Math.cos(turn)), (float) (2 * r * Math.sin(turn))};
    }
    return new Rows(x, t);
  }

  /** Points round centres far apart. */
  private static Rows heaps(int rows, int inputs, double scale, double noise, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[rows][inputs];
    float[] t = new float[rows];
    for (int i = 0; i < rows; i++) {
      t[i] = i % 4;
      for (int k = 0; k < inputs; k++) {
        double centre = k % 4 == i % 4 ? 1 : 0;
        x[i][k] = (float) (scale * (centre + noise * random.nextGaussian()));
      }
    }
    return new Rows(x, t);
  }

  private static Rows nothing(int rows, int inputs, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[rows][inputs];
    float[] t = new float[rows];
    for (int i = 0; i < rows; i++) {
      t[i] = random.nextInt(2);
      for (int k = 0; k < inputs; k++) {
        x[i][k] = (float) random.nextGaussian();
      }
    }
    return new Rows(x, t);
  }

  /** Handwritten digits of 8 × 8 pixels, in [0, 1]; every fifth is held out. */
  private static Rows digits(boolean held) {
    List<float[]> x = new ArrayList<>();
    List<Float> t = new ArrayList<>();
    for (int i = 1; i < DIGITS.size(); i++) {
      if ((i % 5 == 0) == held) {
        String[] fields = DIGITS.get(i).split(",");
        float[] pixels = new float[64];
        for (int k = 0; k < pixels.length; k++) {
          pixels[k] = Float.parseFloat(fields[k]) / 16;
        }
        x.add(pixels);
        t.add(Float.parseFloat(fields[64]));
      }
    }
    float[] labels = new float[t.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = t.get(i);
    }
    return new Rows(x.toArray(float[][]::new), labels);
  }

  private static Rows plane(int rows, long seed) {
    Rows rest = nothing(rows, 2, seed);
    for (int i = 0; i < rows; i++) {
      rest.labels[i] = 2 * rest.values[i][0] - 3 * rest.values[i][1] + 1;
    }
    return rest;
  }

  private static Judgement judged(
      Rows train, Rows validation, int hidden, LossSpec loss, double lr, int epochs, long seed) {
    Task task = loss == LossSpec.MSE ? Task.REGRESSION : Task.CLASSIFICATION;
    int outputs = task == Task.REGRESSION ? 1 : classes(train);
    List<LayerSpec> layers = new ArrayList<>();
    if (hidden > 0) {
      layers.add(new LayerSpec.Affine(hidden, Initializer.HE));
      layers.add(new LayerSpec.Relu());
    }
    layers.add(new LayerSpec.Affine(outputs, Initializer.XAVIER));
    ModelSpec model = new ModelSpec(Shape.of(train.inputs()), layers, loss);
    TrainingPlan plan =
        new TrainingPlan(
            task,
            epochs,
            16,
            seed,
            new OptimizerSpec.Sgd(lr, 0, false, 0),
            new ScheduleSpec.Constant(),
            Optional.empty(),
            false,
            OptionalDouble.empty());
    ModelMetrics.Parts constant = constant(train, validation, loss, task);
    Diagnosis diagnosis =
        new Diagnosis(
            new Diagnosis.Setting(
                task,
                validation.rows(),
                baseline(constant.train()),
                baseline(constant.validation()),
                false,
                Math.ceilDiv(train.rows(), plan.batchSize()),
                false));
    run(Trainer.start(model, plan, train, validation), diagnosis);
    return diagnosis.judgement();
  }

  private static int classes(Rows rows) {
    int most = 3;
    for (float label : rows.labels) {
      most = Math.max(most, (int) label);
    }
    return most + 1;
  }

  private static ModelMetrics.Parts constant(
      Rows train, Rows validation, LossSpec loss, Task task) {
    boolean numbers = task == Task.REGRESSION;
    Encoding encoding =
        new Encoding(
            Shape.of(train.inputs()),
            Shape.of(train.inputs()),
            task,
            List.of(),
            List.of(),
            List.of(),
            numbers
                ? List.of()
                : IntStream.range(0, classes(train)).mapToObj(Integer::toString).toList(),
            numbers ? new Encoding.TargetScale(0, 1) : Encoding.TargetScale.NONE);
    Rows none = new Rows(new float[0][train.inputs()], new float[0]);
    return Baselines.constant(
        new EncodedParts(encoding, train, validation, none, new int[0], List.of(), () -> {}),
        loss,
        () -> {});
  }

  private static Baseline baseline(ModelMetrics.@Nullable PartMetrics part) {
    ModelMetrics.PartMetrics known = Objects.requireNonNull(part);
    Double score = known.accuracy() == null ? known.r2() : known.accuracy();
    return new Baseline(Objects.requireNonNull(score), Objects.requireNonNull(known.loss()));
  }

  private static void run(Trainer trainer, Diagnosis diagnosis) {
    Step step = Step.BATCH;
    while (step != Step.DONE && step != Step.DIVERGED) {
      step = trainer.step();
      if (step == Step.EPOCH || step == Step.DONE) {
        var it = trainer.finishedEpoch();
        diagnosis.add(
            new Diagnosis.Epoch(
                it.epoch(),
                it.trainLoss(),
                it.trainScore(),
                it.validationLoss(),
                it.validationScore(),
                it.layers()));
      }
    }
    if (step == Step.DIVERGED) {
      diagnosis.diverged(trainer.epoch() + 1);
    }
  }

  /** The number that decided is on the side of its limit that the verdict says. */
  private static void assertVerdict(Judgement judgement, Verdict wanted) {
    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(wanted);
    Evidence first = judgement.evidence().getFirst();
    Double value = first.value();
    double limit = Objects.requireNonNull(first.limit());
    boolean above =
        switch (wanted) {
          case DIVERGING, OVERFITTING, GOOD -> true;
          case LEARNT_NOTHING, CANNOT_TELL, UNDERFITTING -> false;
        };
    assertThat(value == null || (above ? value > limit : value <= limit))
        .as("%s", judgement)
        .isTrue();
    assertThat(value == null || judgement.summary().contains(DiagnosisText.number(value))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aLinearNetworkUnderfitsASpiral(long seed) {
    assertVerdict(
        judged(spiral(400, seed), spiral(200, -seed), 0, LossSpec.SOFTMAX_CE, 0.1, 60, seed),
        Verdict.UNDERFITTING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aWideNetworkOverfitsFewRows(long seed) {
    assertVerdict(
        judged(
            nothing(30, 20, seed),
            nothing(30, 20, -seed),
            256,
            LossSpec.SOFTMAX_CE,
            0.1,
            100,
            seed),
        Verdict.OVERFITTING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatIsLearntAndHoldsIsGood(long seed) {
    assertVerdict(
        judged(
            heaps(600, 64, 1, 0.5, seed),
            heaps(200, 64, 1, 0.5, -seed),
            32,
            LossSpec.SOFTMAX_CE,
            0.1,
            20,
            seed),
        Verdict.GOOD);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void digitsAreGood(long seed) {
    assertVerdict(
        judged(digits(false), digits(true), 32, LossSpec.SOFTMAX_CE, 0.1, 15, seed), Verdict.GOOD);
  }

  /** By luck of what was drawn it may answer better than the constant. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aRateFarTooSmallLearnsNothing(long seed) {
    assertVerdict(
        judged(digits(false), digits(true), 32, LossSpec.SOFTMAX_CE, 1e-7, 5, seed),
        Verdict.LEARNT_NOTHING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aHundredfoldRateDiverges(long seed) {
    assertVerdict(
        judged(plane(200, seed), plane(50, -seed), 0, LossSpec.MSE, 5, 30, seed),
        Verdict.DIVERGING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aHugeRateOnRawPixelsLearnsNothing(long seed) {
    assertVerdict(
        judged(
            heaps(400, 64, 255, 0.2, seed),
            heaps(100, 64, 255, 0.2, -seed),
            4,
            LossSpec.SOFTMAX_CE,
            0.1,
            10,
            seed),
        Verdict.LEARNT_NOTHING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void twelveRowsTellNothing(long seed) {
    assertVerdict(
        judged(
            heaps(100, 64, 1, 0.5, seed),
            heaps(12, 64, 1, 0.5, -seed),
            32,
            LossSpec.SOFTMAX_CE,
            0.1,
            20,
            seed),
        Verdict.CANNOT_TELL);
  }
}
