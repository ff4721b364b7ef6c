package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three arms wound around each other: what no straight line separates, a small network learns. */
class SpiralTest {

  private static final int POINTS = 600;
  private static final int ARMS = 3;

  private final Samples spiral = spiral();

  /**
   * Point i lies on arm i mod 3, at radius s from 0 to 1 along it, at the angle 2π · arm / 3 + 4 s
   * and 0.1 · (normal noise of seed 1) more.
   */
  private static Samples spiral() {
    float[][] points = new float[POINTS][2];
    float[][] arms = new float[POINTS][1];
    long key = Noise.key(1, Purpose.WEIGHTS, 0, 0);
    for (int i = 0; i < POINTS; i++) {
      int arm = i % ARMS;
      double s = (double) (i / ARMS) / (POINTS / ARMS - 1);
      double angle = 2 * Math.PI * arm / ARMS + 4 * s + 0.1 * Noise.normal(key, i);
      points[i] = new float[] {(float) (s * Math.cos(angle)), (float) (s * Math.sin(angle))};
      arms[i][0] = arm;
    }
    return new ArraySamples(points, arms);
  }

  private double accuracy(LayerSpec... layers) {
    ModelSpec model = new ModelSpec(Shape.of(2), List.of(layers), LossSpec.SOFTMAX_CE);
    TrainingPlan plan = Nets.plan(60, 32, Nets.adam());
    Trainer trainer = Trainer.start(model, plan, spiral, spiral);
    return Nets.trained(trainer).finishedEpoch().validationScore();
  }

  @Test
  void twoHiddenLayersLearnIt() {
    assertThat(
            accuracy(
                Nets.affine(32),
                new LayerSpec.Relu(),
                Nets.affine(32),
                new LayerSpec.Relu(),
                Nets.affine(3)))
        .isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void oneAffineLayerDoesNot() {
    assertThat(accuracy(Nets.affine(3))).isLessThan(0.75);
  }
}
