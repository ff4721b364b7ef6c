package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.provider.KernelProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Classes that count differently, and layers that do not learn. */
class LearningTest {

  private static final Samples ROWS = ArraySamples.clouds(43, 13, 5, 1);
  private static final Samples NONE = ArraySamples.none(13, 1);
  private static final List<Double> WEIGHTS = List.of(0.5, 4.0, 1.5, 1.0, 0.1);

  /** The first affine layer, batch normalization, and a layer in the middle. */
  private static final List<Integer> FROZEN = List.of(0, 4, 6);

  private static TrainingPlan plan() {
    return Nets.plan(3, 8, Nets.momentum());
  }

  @Test
  void equalWeightsGiveTheBitsOfNone() {
    for (LossSpec loss : List.of(LossSpec.SOFTMAX_CE, LossSpec.MSE)) {
      ModelSpec model = new ModelSpec(Shape.of(13), Nets.dense().layers(), loss);
      Samples rows = loss == LossSpec.MSE ? ArraySamples.curve(43, 13, 5, 1) : ROWS;
      ClassWeights equal = new ClassWeights.Given(List.of(3.0, 3.0, 3.0, 3.0, 3.0));
      assertThat(sha256(model, plan().withClassWeights(equal), rows))
          .isEqualTo(sha256(model, plan(), rows));
    }
  }

  @Test
  void weightsChangeWhatIsLearntAndNoMetric() {
    Trainer plain = Trainer.start(Nets.dense(), plan(), ROWS, ROWS);
    Trainer weighted =
        Trainer.start(
            Nets.dense(), plan().withClassWeights(new ClassWeights.Given(WEIGHTS)), ROWS, ROWS);
    plain.step();
    weighted.step();
    assertThat(weighted.runningLoss()).isEqualTo(plain.runningLoss());
    assertThat(weighted.lastLoss()).isNotEqualTo(plain.lastLoss());
    Nets.trained(plain);
    Nets.trained(weighted);
    assertThat(weighted.network().sha256()).isNotEqualTo(plain.network().sha256());
  }

  @Test
  void balancedIsRowsByClassesAndRowsOfTheClass() {
    float[][] targets = {{0}, {1}, {0}, {0}, {2}, {0}};
    Samples rows = new ArraySamples(new float[6][13], targets);
    assertThat(new ClassWeights.Balanced().of(rows, LossSpec.SOFTMAX_CE))
        .containsExactly(6 / (3 * 4.0), 6 / (3 * 1.0), 6 / (3 * 1.0));
    float[][] oneHot = {{1, 0}, {0, 1}, {1, 0}, {1, 0}};
    assertThat(
            new ClassWeights.Balanced()
                .of(new ArraySamples(new float[4][13], oneHot), LossSpec.MSE))
        .containsExactly(4 / (2 * 3.0), 2.0);
  }

  @Test
  void anEnormousWeightIsARatioLikeAnyOther() {
    List<Double> enormous = List.of(1e308, 1e308, 1e308, 1e308, 1e-300);
    TrainingPlan plan = plan().withClassWeights(new ClassWeights.Given(enormous));
    Trainer trainer = Trainer.start(Nets.dense(), plan, ROWS, NONE);
    assertThat(trainer.step()).isEqualTo(Trainer.Step.BATCH);
    assertThat(trainer.lastLoss()).isFinite();
  }

  @Test
  void frozenLayersKeepTheirBitsAndCountInNoNorm() {
    TrainingPlan plan = plan().freezing(FROZEN);
    Trainer trainer = Trainer.start(Nets.dense(), plan, ROWS, NONE);
    Map<String, float[]> before = values(trainer.network());
    Nets.trained(trainer);
    Map<String, float[]> after = values(trainer.network());
    before.forEach(
        (name, values) -> {
          int layer = Integer.parseInt(name.substring(0, name.indexOf('.')));
          boolean same = Arrays.equals(values, after.get(name));
          assertThat(same).as(name).isEqualTo(FROZEN.contains(layer));
        });
    assertThat(trainer.finishedEpoch().gradNorm()).isPositive();
    assertThat(trainer.state().size()).isLessThan(whole().state().size());
  }

  /** A layer that does not learn has no place to compute a gradient in, so it costs none. */
  @Test
  void frozenLayersHaveNoGradients() {
    TrainingPlan plan = plan().freezing(FROZEN);
    Net net = Net.training(Nets.dense(), plan, KernelProvider.current().create(), 8, ROWS);
    for (int i = 0; i < net.layers().size(); i++) {
      boolean learns = !FROZEN.contains(i);
      assertThat(net.layers().get(i).parameters())
          .as("layer " + i)
          .allMatch(it -> (it.gradient().data().length > 0) == learns);
    }
  }

  private static Trainer whole() {
    return Trainer.start(Nets.dense(), plan(), ROWS, NONE);
  }

  /** With dropout, batch normalization, weights and a clipped norm. */
  @Test
  void aResumedTrainingEndsInTheSameBits() throws IOException {
    TrainingPlan plan =
        clipped().freezing(FROZEN).withClassWeights(new ClassWeights.Given(WEIGHTS));
    String straight = sha256(Nets.dense(), plan, ROWS);
    Trainer trainer = Trainer.start(Nets.dense(), plan, ROWS, NONE);
    Trainer.Step step = Trainer.Step.BATCH;
    while (step != Trainer.Step.DONE) {
      step = trainer.step();
      ByteArrayOutputStream state = new ByteArrayOutputStream();
      trainer.save(state);
      trainer = Trainer.start(Nets.dense(), plan, ROWS, NONE);
      trainer.restore(new ByteArrayInputStream(state.toByteArray()));
    }
    assertThat(trainer.network().sha256()).isEqualTo(straight);
  }

  private static TrainingPlan clipped() {
    TrainingPlan plan = plan();
    return new TrainingPlan(
        plan.task(),
        plan.epochs(),
        plan.batchSize(),
        plan.seed(),
        plan.optimizer(),
        plan.schedule(),
        plan.earlyStopping(),
        false,
        OptionalDouble.of(0.5));
  }

  @Test
  void aTraceOfAStepHasTheGradientsOfWhatLearnsOnly() {
    TrainingPlan plan = plan().freezing(FROZEN).withClassWeights(new ClassWeights.Given(WEIGHTS));
    Trainer trainer = Trainer.start(Nets.dense(), plan, ROWS, NONE);
    trainer.step();
    StepTrace.Start start = trainer.upcoming().orElseThrow();
    StepTrace trace = StepTrace.of(start);
    trainer.step();
    assertThat(trace.loss()).isEqualTo(trainer.lastLoss());
    assertThat(trace.gradients())
        .extracting(NamedTensor::name)
        .containsExactly("3.W", "3.b", "8.W", "8.b", "10.W", "10.b");
    assertThat(GradientCheck.of(start).maxRelativeError().orElseThrow()).isLessThan(1e-5);
  }

  private static String sha256(ModelSpec model, TrainingPlan plan, Samples rows) {
    return Nets.trained(Trainer.start(model, plan, rows, NONE)).network().sha256();
  }

  private static Map<String, float[]> values(Network network) {
    return network.tensors().stream()
        .collect(Collectors.toMap(NamedTensor::name, NamedTensor::values));
  }
}
