package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What kept states of jobs are recognised by. */
class FingerprintTest {

  private static final TrainingPlan PLAN = Nets.plan(3, 8, Nets.adam());
  private static final Samples ROWS = ArraySamples.none(13, 1);

  /** Where a name, a default or the form changes, jobs that wait with a state begin anew. */
  @Test
  void itsTextStaysTheSameForEver() {
    assertThat(new Fingerprint(Nets.convolutional(), full(), ROWS, ROWS, "00ff").text())
        .isEqualTo(
            """
            input [2, 9, 8]
            layer conv2d kernel=3x2 out=6 padding=1x1
            layer batchnorm2d
            layer gelu
            layer maxpool2d kernel=3x3 stride=2x2
            layer conv2d init=xavier kernel=2x2 out=9
            layer gelu approximate=tanh
            layer avgpool2d kernel=2x2 stride=1x1
            layer dropout rate=0.25
            layer flatten
            layer affine out=4
            loss SOFTMAX_CE
            task CLASSIFICATION
            epochs 5
            batch size 16
            seed 1099511627776
            optimizer sgd lr=0.03 momentum=0.9 nesterov=true weight_decay=1.0E-4
            schedule warmup_cosine min_lr=0.001 start_factor=0.2 total=5 warmup=2
            early stopping VALIDATION_LOSS patience 3 delta 0.01
            clip norm 0.5
            keep best
            train 1 1
            validation 1 1
            start 00ff
            """);
  }

  @Test
  void whatCameLaterIsTextToo() {
    TrainingPlan plan =
        PLAN.withClassWeights(new ClassWeights.Given(List.of(1.0, 0.3))).freezing(List.of(0, 2));
    assertThat(new Fingerprint(Nets.dense(), plan, ROWS, ROWS, "").text())
        .contains("class weights 1.0 0.3\nfrozen [0, 2]\n");
    TrainingPlan balanced = PLAN.withClassWeights(new ClassWeights.Balanced());
    assertThat(new Fingerprint(Nets.dense(), balanced, ROWS, ROWS, "").text())
        .contains("class weights balanced\n");
  }

  @Test
  void whatIsDefaultIsLeftOut() {
    assertThat(new Fingerprint(Nets.dense(), PLAN, ROWS, ROWS, "").text())
        .contains("layer affine out=37\n", "layer batchnorm1d\n", "optimizer adam lr=0.01\n")
        .doesNotContain("keep", "clip", "early", "start", "class weights", "frozen");
  }

  @Test
  void eachPartOfATrainingChangesIt() {
    List<LayerSpec> layers = Nets.dense().layers();
    List<LayerSpec> fewer = layers.subList(1, layers.size());
    Set<String> all = new HashSet<>();
    all.add(hex(Nets.dense(), PLAN, ""));
    all.add(hex(new ModelSpec(Shape.of(13), layers, LossSpec.MSE), PLAN, ""));
    all.add(hex(new ModelSpec(Shape.of(13), fewer, LossSpec.SOFTMAX_CE), PLAN, ""));
    all.add(hex(new ModelSpec(Shape.of(12), layers, LossSpec.SOFTMAX_CE), PLAN, ""));
    all.add(hex(Nets.dense(), Nets.plan(4, 8, Nets.adam()), ""));
    all.add(hex(Nets.dense(), Nets.plan(3, 9, Nets.adam()), ""));
    all.add(hex(Nets.dense(), Nets.plan(3, 8, Nets.momentum()), ""));
    all.add(hex(Nets.dense(), full(), ""));
    all.add(hex(Nets.dense(), PLAN, "00ff"));
    all.add(hex(Nets.dense(), PLAN.withClassWeights(new ClassWeights.Balanced()), ""));
    all.add(hex(Nets.dense(), PLAN.withClassWeights(new ClassWeights.Given(List.of(2.0))), ""));
    all.add(hex(Nets.dense(), PLAN.freezing(List.of(0, 2)), ""));
    assertThat(all).hasSize(12);
  }

  private static TrainingPlan full() {
    return new TrainingPlan(
        Task.CLASSIFICATION,
        5,
        16,
        1L << 40,
        new OptimizerSpec.Sgd(0.03, 0.9, true, 1e-4),
        new ScheduleSpec.WarmupCosine(2, 0.2, 5, 1e-3),
        Optional.of(new EarlyStopping(EpochMetric.VALIDATION_LOSS, 3, 0.01)),
        true,
        OptionalDouble.of(0.5));
  }

  private static String hex(ModelSpec model, TrainingPlan plan, String start) {
    return HexFormat.of().formatHex(bytes(model, plan, start));
  }

  private static byte[] bytes(ModelSpec model, TrainingPlan plan, String start) {
    return new Fingerprint(model, plan, ROWS, ROWS, start).bytes(2);
  }
}
