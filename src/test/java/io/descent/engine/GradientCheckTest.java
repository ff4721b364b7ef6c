package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.GradientCheck.Reason;
import io.descent.engine.GradientCheck.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientCheckTest {

  private static final double ROOM = 1e-5;

  static Stream<Oracle> oracles() {
    return Oracle.all();
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void gradientsOfEveryOracleAgreeWithDifferences(Oracle oracle) {
    GradientCheck check = GradientCheck.of(oracle.start());
    assertThat(check.maxRelativeError().orElseThrow()).as("%s", check).isLessThanOrEqualTo(ROOM);
  }

  static Stream<StepTrace.Start> starts() {
    Samples flat = ArraySamples.clouds(9, 13, 5, 1);
    Samples maps = ArraySamples.clouds(7, 144, 4, 1);
    List<StepTrace.Start> starts = new ArrayList<>();
    starts.add(start(Nets.dense(), flat, flat));
    starts.add(start(Nets.convolutional(), maps, maps));
    Samples fives = ArraySamples.curve(7, 13, 5, 1);
    starts.add(start(with(Nets.dense(), LossSpec.MSE), flat, fives));
    ArraySamples halves = ArraySamples.clouds(9, 5, 2, 1);
    starts.add(start(with(Nets.dense(), LossSpec.BCE_LOGITS), flat, probabilities(halves)));
    return starts.stream();
  }

  private static ModelSpec with(ModelSpec model, LossSpec loss) {
    return new ModelSpec(model.inputShape(), model.layers(), loss);
  }

  private static Samples probabilities(Samples samples) {
    float[][] targets = new float[samples.rows()][samples.inputs()];
    for (int r = 0; r < targets.length; r++) {
      samples.input(r, targets[r], 0);
      for (int k = 0; k < targets[r].length; k++) {
        targets[r][k] = targets[r][k] > 0 ? 1 : 0;
      }
    }
    return new ArraySamples(new float[targets.length][1], targets);
  }

  private static StepTrace.Start start(ModelSpec model, Samples x, Samples t) {
    int samples = Math.min(x.rows(), t.rows());
    float[] inputs = new float[samples * x.inputs()];
    float[] targets = new float[samples * t.targets()];
    for (int r = 0; r < samples; r++) {
      x.input(r, inputs, r * x.inputs());
      t.target(r, targets, r * t.targets());
    }
    return new StepTrace.Start(model, Map.of(), 5, 3, inputs, targets, samples);
  }

  @ParameterizedTest
  @MethodSource("starts")
  void gradientsOfEveryLayerAndLossAgreeWithDifferences(StepTrace.Start start) {
    GradientCheck check = GradientCheck.of(start);
    assertThat(check.maxRelativeError().orElseThrow()).as("%s", check).isLessThanOrEqualTo(ROOM);
    assertThat(check.remarks()).extracting(Remark::reason).contains(Reason.FIXED_MASK);
  }

  @Test
  void aWrongGradientIsFoundByName() {
    StepTrace.Start start = starts().findFirst().orElseThrow();
    List<NamedTensor> gradients = StepTrace.of(start).gradients();
    float[] wrong = gradients.get(4).values();
    wrong[1] = -wrong[1] + 0.1f;
    GradientCheck check = GradientCheck.of(start, gradients);
    assertThat(check.maxRelativeError().orElseThrow()).isGreaterThan(ROOM);
    assertThat(
            check.byParameter().entrySet().stream()
                .filter(e -> e.getValue().maxRelativeError().orElseThrow() > ROOM))
        .extracting(Map.Entry::getKey)
        .containsExactly(gradients.get(4).name());
  }

  @Test
  void kinksAndTiesAreNamedAndNotCalledErrors() {
    ModelSpec model =
        new ModelSpec(
            Shape.of(1, 2, 2),
            List.of(
                new LayerSpec.Conv2d(
                    2, new Extent(1, 1), new Extent(1, 1), new Extent(0, 0), Initializer.HE),
                new LayerSpec.MaxPool2d(new Extent(2, 2), new Extent(2, 2)),
                new LayerSpec.Relu(),
                Nets.affine(2)),
            LossSpec.SOFTMAX_CE);
    float[] equal = {1, 1, 1, 1};
    StepTrace.Start start =
        new StepTrace.Start(
            model, Map.of("0.b", new float[2], "0.W", new float[2]), 1, 0, equal, new float[1], 1);
    GradientCheck check = GradientCheck.of(start);
    assertThat(check.maxRelativeError().orElseThrow()).isLessThanOrEqualTo(ROOM);
    assertThat(check.remarks())
        .anySatisfy(
            remark -> {
              assertThat(remark.layer()).isEqualTo(2);
              assertThat(remark.reason()).isEqualTo(Reason.KINK);
              assertThat(remark.values()).isPositive();
            });
  }
}
