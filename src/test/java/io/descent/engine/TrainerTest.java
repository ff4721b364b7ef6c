package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.descent.engine.Trainer.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainerTest {

  private final Samples train = ArraySamples.clouds(103, 13, 5, 1);
  private final Samples validation = ArraySamples.clouds(31, 13, 5, 1);

  @Test
  void aDenseNetworkLearnsItsClouds() {
    Trainer trainer =
        Trainer.start(Nets.dense(), Nets.plan(30, 16, Nets.momentum()), train, validation);
    Nets.trained(trainer);
    assertThat(trainer.epoch()).isEqualTo(30);
    assertThat(trainer.updates()).isEqualTo(30 * 7);
    assertThat(trainer.finishedEpoch().validationScore()).isGreaterThan(0.95);
    assertThat(trainer.finishedEpoch().trainLoss()).isLessThan(0.5);
    assertThat(trainer.finishedEpoch().gradNorm()).isPositive();
  }

  @Test
  void softmaxAsALayerLearnsLikeSoftmaxInTheLoss() {
    List<LayerSpec> layers = List.of(Nets.affine(9), new LayerSpec.Tanh(), Nets.affine(5));
    ModelSpec fused = new ModelSpec(Shape.of(13), layers, LossSpec.SOFTMAX_CE);
    List<LayerSpec> longer = new ArrayList<>(layers);
    longer.add(new LayerSpec.Softmax());
    ModelSpec apart = new ModelSpec(Shape.of(13), longer, LossSpec.CROSS_ENTROPY);
    TrainingPlan plan = Nets.plan(5, 16, Nets.momentum());

    EpochMetrics wanted =
        Nets.trained(Trainer.start(fused, plan, train, validation)).finishedEpoch();
    EpochMetrics got = Nets.trained(Trainer.start(apart, plan, train, validation)).finishedEpoch();

    assertThat(got.trainLoss()).isCloseTo(wanted.trainLoss(), within(1e-5));
    assertThat(got.validationLoss()).isCloseTo(wanted.validationLoss(), within(1e-5));
    assertThat(got.validationScore()).isEqualTo(wanted.validationScore());
  }

  @Test
  void aProbabilityOfNothingForTheTargetDiverges() {
    LayerSpec nothing = new LayerSpec.Affine(5, Initializer.ZEROS);
    ModelSpec model = new ModelSpec(Shape.of(13), List.of(nothing), LossSpec.CROSS_ENTROPY);

    Trainer trainer = Trainer.start(model, Nets.plan(1, 2, Nets.momentum()), train, validation);

    assertThat(trainer.step()).isEqualTo(Step.DIVERGED);
  }

  @Test
  void aConvolutionalNetworkLearnsItsClouds() {
    Samples maps = ArraySamples.clouds(101, 144, 4, 2);
    Trainer trainer =
        Nets.trained(
            Trainer.start(Nets.convolutional(), Nets.plan(10, 16, Nets.adam()), maps, maps));
    assertThat(trainer.finishedEpoch().validationScore()).isGreaterThan(0.95);
  }

  @Test
  void stepsSayWhatTheyDid() {
    Trainer trainer =
        Trainer.start(Nets.dense(), Nets.plan(2, 50, Nets.momentum()), train, validation);
    assertThat(trainer.batches()).isEqualTo(3);
    assertThat(trainer.runningLoss()).isNaN();
    assertThat(trainer.step()).isEqualTo(Step.BATCH);
    assertThat(trainer.batch()).isEqualTo(1);
    assertThat(trainer.runningLoss()).isEqualTo(trainer.lastLoss());
    assertThat(trainer.step()).isEqualTo(Step.BATCH);
    assertThat(trainer.step()).isEqualTo(Step.BATCH);
    assertThat(trainer.epoch()).isZero();
    assertThat(trainer.step()).isEqualTo(Step.EPOCH);
    assertThat(trainer.epoch()).isEqualTo(1);
    assertThat(trainer.batch()).isZero();
    Nets.trained(trainer);
    assertThatIllegalStateException().isThrownBy(trainer::step);
  }

  @Test
  void withoutValidationItsMetricsAreNotNumbers() {
    Trainer trainer =
        Trainer.start(
            Nets.dense(), Nets.plan(1, 50, Nets.momentum()), train, ArraySamples.none(13, 1));
    Nets.trained(trainer);
    assertThat(trainer.finishedEpoch().validationLoss()).isNaN();
    assertThat(trainer.finishedEpoch().validationScore()).isNaN();
  }

  @Test
  void aLossThatIsNotFiniteEndsTraining() {
    Trainer trainer =
        Trainer.start(
            Nets.dense(),
            Nets.plan(50, 16, new OptimizerSpec.Sgd(1e30, 0, false, 0)),
            train,
            validation);
    Nets.trained(trainer);
    assertThat(trainer.lastLoss()).isNotFinite();
    assertThatIllegalStateException().isThrownBy(trainer::step);
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.save(java.io.OutputStream.nullOutputStream()));
  }

  @Test
  void aSingleLastRowIsRefusedWhereABatchIsNormalized() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Trainer.start(Nets.dense(), Nets.plan(1, 51, Nets.momentum()), train, validation))
        .withMessageContaining("batch_size of 51");
  }

  @Test
  void anEvaluationOfTheNetworkGivesTheValidationLoss() {
    Trainer trainer =
        Nets.trained(
            Trainer.start(Nets.dense(), Nets.plan(3, 16, Nets.momentum()), train, validation));
    double loss = trainer.network().evaluate(validation, (outputs, row) -> {});
    assertThat(loss).isEqualTo(trainer.finishedEpoch().validationLoss());
  }

  @Test
  void theBestWeightsAreKeptAndTrainingStopsWhenItNoLongerImproves() {
    TrainingPlan plan =
        new TrainingPlan(
            Task.CLASSIFICATION,
            200,
            16,
            3,
            new OptimizerSpec.Sgd(0.5, 0.9, false, 0),
            new ScheduleSpec.Constant(),
            Optional.of(new EarlyStopping(EpochMetric.VALIDATION_LOSS, 4, 0)),
            true,
            OptionalDouble.of(1.0));
    Trainer trainer = Nets.trained(Trainer.start(Nets.dense(), plan, train, validation));
    assertThat(trainer.earlyStopped()).isTrue();
    assertThat(trainer.epoch()).isEqualTo(trainer.bestEpoch() + 4);
    double best = trainer.network().evaluate(validation, (outputs, row) -> {});
    assertThat(best).isLessThan(trainer.finishedEpoch().validationLoss());
  }

  @Test
  void aWarmStartGoesOnFromGivenWeights() {
    TrainingPlan plan = Nets.plan(1, 16, new OptimizerSpec.Sgd(1e-30, 0, false, 0));
    Network first =
        Nets.trained(
                Trainer.start(Nets.dense(), Nets.plan(4, 16, Nets.momentum()), train, validation))
            .network();
    Network second =
        Nets.trained(Trainer.start(Nets.dense(), plan, train, validation, first)).network();
    assertThat(second.tensors().getFirst().values()).isEqualTo(first.tensors().getFirst().values());
    ModelSpec other = new ModelSpec(Shape.of(13), List.of(Nets.affine(5)), LossSpec.SOFTMAX_CE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.start(other, plan, train, validation, first));
  }

  @Test
  void aRegressionReachesItsR2() {
    Samples curve = ArraySamples.curve(200, 6, 1, 4);
    ModelSpec model =
        new ModelSpec(
            Shape.of(6),
            List.of(Nets.affine(24), new LayerSpec.Tanh(), Nets.affine(1)),
            LossSpec.MSE);
    TrainingPlan plan =
        new TrainingPlan(
            Task.REGRESSION,
            60,
            16,
            1,
            Nets.adam(),
            new ScheduleSpec.Constant(),
            Optional.empty(),
            false,
            OptionalDouble.empty());
    Trainer trainer = Nets.trained(Trainer.start(model, plan, curve, curve));
    assertThat(trainer.finishedEpoch().validationScore()).isBetween(0.95, 1.0);
  }

  @Test
  void theUpcomingStepCanBeTracedAndHasItsLoss() {
    Trainer trainer =
        Trainer.start(Nets.dense(), Nets.plan(2, 16, Nets.momentum()), train, validation);
    for (int i = 0; i < 6; i++) {
      trainer.step();
    }
    StepTrace.Start start = trainer.upcoming().orElseThrow();
    assertThat(start.samples()).isEqualTo(103 % 16);
    StepTrace trace = StepTrace.of(start);
    assertThat(trainer.step()).isEqualTo(Step.BATCH);
    assertThat(trace.loss()).isEqualTo(trainer.lastLoss());
    assertThat(trainer.upcoming()).isEmpty();
  }

  @Test
  void aBatchOfOneLearnsToo() {
    ModelSpec model =
        new ModelSpec(
            Shape.of(13),
            List.of(Nets.affine(7), new LayerSpec.Tanh(), Nets.affine(5)),
            LossSpec.SOFTMAX_CE);
    TrainingPlan plan = Nets.plan(5, 1, new OptimizerSpec.Sgd(0.05, 0, false, 0));
    Trainer trainer = Nets.trained(Trainer.start(model, plan, train, validation));
    assertThat(trainer.updates()).isEqualTo(5 * 103);
    assertThat(trainer.finishedEpoch().validationScore()).isGreaterThan(0.9);
  }
}
