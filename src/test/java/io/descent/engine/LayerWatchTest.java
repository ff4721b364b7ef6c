package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.engine.LayerSpec.Relu;
import io.descent.engine.LayerSpec.Sigmoid;
import io.descent.engine.LayerSpec.Tanh;
import io.descent.engine.Trainer.Step;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LayerWatchTest {

  private static final int ROWS = 70;
  private static final int INPUTS = 13;

  private static ModelSpec model(LayerSpec activation) {
    return new ModelSpec(
        Shape.of(INPUTS), List.of(Nets.affine(7), activation, Nets.affine(5)), LossSpec.SOFTMAX_CE);
  }

  private static Trainer trainer(LayerSpec activation, int epochs, int batch, Samples samples) {
    TrainingPlan plan = Nets.plan(epochs, batch, new OptimizerSpec.Sgd(0.1, 0, false, 0));
    return Trainer.start(model(activation), plan, samples, ArraySamples.none(INPUTS, 1));
  }

  private static List<EpochMetrics> epochs(Trainer trainer) {
    List<EpochMetrics> all = new ArrayList<>();
    Step step = Step.BATCH;
    while (step != Step.DONE) {
      step = trainer.step();
      if (step == Step.EPOCH || step == Step.DONE) {
        all.add(trainer.finishedEpoch());
      }
    }
    return all;
  }

  /** Of 70 rows one epoch in 176, as 12 288 rows and a sixth of the 138 parameters pay for it. */
  @Test
  void shortEpochsAreMeasuredAtIntervalsTheFirstAndTheLastAlways() {
    ArraySamples samples = ArraySamples.clouds(ROWS, INPUTS, 5, 1);
    assertThat(epochs(trainer(new Relu(), 360, 16, samples)))
        .filteredOn(it -> !it.layers().isEmpty())
        .extracting(EpochMetrics::epoch)
        .containsExactly(1, 176, 352, 360);
  }

  @Test
  void theRatioIsThatOfTheLastUpdateToTheWeights() {
    Trainer trainer = trainer(new Relu(), 1, ROWS, ArraySamples.clouds(ROWS, INPUTS, 5, 1));
    List<float[]> before = firstLayer(trainer);
    List<LayerFigures> layers = epochs(trainer).getFirst().layers();
    List<float[]> after = firstLayer(trainer);

    double moved = 0;
    double size = 0;
    for (int i = 0; i < before.size(); i++) {
      for (int k = 0; k < before.get(i).length; k++) {
        double change = after.get(i)[k] - before.get(i)[k];
        moved += change * change;
        size += (double) after.get(i)[k] * after.get(i)[k];
      }
    }
    assertThat(layers).extracting(LayerFigures::index).containsExactly(0, 1, 2);
    assertThat(Objects.requireNonNull(layers.getFirst().updateRatio()))
        .isPositive()
        .isCloseTo(Math.sqrt(moved / size), within(1e-6));
    assertThat(layers.get(1).updateRatio()).isNull();
  }

  private static List<float[]> firstLayer(Trainer trainer) {
    return trainer.network().tensors().stream()
        .filter(it -> it.name().startsWith("0."))
        .map(it -> it.values().clone())
        .toList();
  }

  @Test
  void unitsThatGiveNothingAreDeadAndThoseAtAnEndSaturated() {
    ArraySamples zeros = new ArraySamples(new float[ROWS][INPUTS], new float[ROWS][1]);
    LayerFigures dead = epochs(trainer(new Relu(), 1, 16, zeros)).getFirst().layers().get(1);
    assertThat(dead.deadShare()).isEqualTo(1);
    assertThat(dead.saturatedShare()).isNull();

    float[][] large = new float[ROWS][INPUTS];
    for (float[] row : large) {
      Arrays.fill(row, 1e4f);
    }
    ArraySamples far = new ArraySamples(large, new float[ROWS][1]);
    LayerFigures full = epochs(trainer(new Tanh(), 1, 16, far)).getFirst().layers().get(1);
    assertThat(full.saturatedShare()).isEqualTo(1);
    assertThat(full.deadShare()).isNull();
  }

  /** Of 100 rows 95 make a unit saturated, and all of them a dead one. */
  @Test
  void unitsCountByHowManyOfTheirRowsAreAtAnEnd() {
    LayerFigures tanh = looked(new Tanh(), new float[] {0.995f, 0.5f}, 0, 1, 4, 5, 6, 50, 100);
    assertThat(tanh.saturatedShare()).isEqualTo(4.0 / 7);
    LayerFigures low = looked(new Tanh(), new float[] {-0.995f, -0.5f}, 0, 1, 4, 5, 6, 50, 100);
    assertThat(low.saturatedShare()).isEqualTo(4.0 / 7);
    LayerFigures sigmoid = looked(new Sigmoid(), new float[] {0.005f, 0.02f}, 0, 5, 6, 7, 8, 9, 10);
    assertThat(sigmoid.saturatedShare()).isEqualTo(2.0 / 7);
    LayerFigures relu = looked(new Relu(), new float[] {0, Float.MIN_VALUE}, 0, 0, 1, 5, 50, 99, 0);
    assertThat(relu.deadShare()).isEqualTo(3.0 / 7);
    LayerFigures unknown = looked(new Relu(), new float[] {0, Float.NaN}, 1, 1, 1, 1, 1, 1, 0);
    assertThat(unknown.deadShare()).isEqualTo(1.0 / 7);
  }

  /** Of each unit so many rows, its last, have the second value. */
  private static LayerFigures looked(LayerSpec activation, float[] values, int... rows) {
    Kernels kernels = KernelProvider.current().create();
    Net net = new Net(model(activation), kernels, 100, Net.Use.TRAINING, Map.of(), 0, Learning.ALL);
    LayerWatch watch = new LayerWatch(net, new GradientNorm(kernels, net.learning()), 100, 1);
    Tensor y = Tensor.padded(100, rows.length);
    for (int r = 0; r < 100; r++) {
      for (int unit = 0; unit < rows.length; unit++) {
        y.data()[r * y.stride() + unit] = values[100 - r <= rows[unit] ? 1 : 0];
      }
    }
    watch.look(1, y, 100);
    return watch.figures().getFirst();
  }
}
