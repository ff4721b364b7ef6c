package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.dataset.Encoding;
import io.descent.engine.Initializer;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Network;
import io.descent.engine.Samples;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.model.ModelMetrics.ClassMetrics;
import io.descent.model.ModelMetrics.PartMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationsTest {

  private static final List<String> CLASSES = List.of("a", "b", "c");

  @Test
  void theConfusionHasActualClassesInItsRows() throws IOException {
    // Class by the largest of (x, 0, −x): a where x > 0, c where x < 0, and the first of equals
    Network network = network(LossSpec.SOFTMAX_CE, 1, 0, -1, 0, 0, 0);
    Samples samples =
        samples(new float[] {2, 1, -1, 0, 3}, new float[][] {{0}, {1}, {2}, {2}, {0}});

    PartMetrics metrics = Evaluations.measure(network, encoding(CLASSES), samples, true);

    assertThat(metrics.accuracy()).isEqualTo(0.6);
    assertThat(metrics.confusionMatrix())
        .containsExactly(List.of(2L, 0L, 0L), List.of(1L, 0L, 0L), List.of(1L, 0L, 1L));
    assertThat(metrics.perClass())
        .containsExactly(
            new ClassMetrics("a", 0.5, 1, 4.0 / 6, 2),
            new ClassMetrics("b", 0, 0, 0, 1),
            new ClassMetrics("c", 1, 0.5, 2.0 / 3, 2));
    assertThat(metrics.mse()).isNull();
  }

  @Test
  void theLossIsTheMeanOverTheRows() throws IOException {
    Network network = network(LossSpec.SOFTMAX_CE, 1, 0, -1, 0, 0, 0);
    PartMetrics metrics =
        Evaluations.measure(
            network,
            encoding(CLASSES),
            samples(new float[] {0, 0}, new float[][] {{0}, {2}}),
            false);

    assertThat(metrics.loss()).isCloseTo(Math.log(3), within(1e-6));
    assertThat(metrics.confusionMatrix()).isNull();
    assertThat(metrics.perClass()).isNull();
  }

  @Test
  void oneOutputTellsTheSecondClassByItsSign() throws IOException {
    Network network = network(LossSpec.BCE_LOGITS, 1, 0);
    Samples samples = samples(new float[] {2, -1, 0}, new float[][] {{1}, {1}, {0}});

    assertThat(
            Evaluations.measure(network, encoding(List.of("no", "yes")), samples, true)
                .confusionMatrix())
        .containsExactly(List.of(1L, 0L), List.of(1L, 1L));
  }

  @Test
  void classesLearntBySquaredErrorHaveOneHotTargets() throws IOException {
    Network network = network(LossSpec.MSE, 1, -1, 0, 0);
    Samples samples = samples(new float[] {2, -1, 1}, new float[][] {{1, 0}, {0, 1}, {0, 1}});

    assertThat(
            Evaluations.measure(network, encoding(List.of("no", "yes")), samples, true)
                .confusionMatrix())
        .containsExactly(List.of(1L, 0L), List.of(1L, 1L));
  }

  @Test
  void aRegressionIsMeasuredInTheTargetsUnit() throws IOException {
    Network network = network(LossSpec.MSE, 1, 0);
    Samples samples = samples(new float[] {1, 2, 3, 6}, new float[][] {{1}, {3}, {3}, {5}});

    PartMetrics metrics = Evaluations.measure(network, encoding(List.of()), samples, true);

    assertThat(metrics.mse()).isCloseTo(0.5 * 100, within(1e-9));
    assertThat(metrics.loss()).isCloseTo(0.25 * 100, within(1e-6));
    assertThat(metrics.mae()).isCloseTo(0.5 * 10, within(1e-9));
    assertThat(metrics.r2()).isCloseTo(1 - 2.0 / 8, within(1e-12));
    assertThat(metrics.accuracy()).isNull();
    assertThat(metrics.confusionMatrix()).isNull();
  }

  private static Encoding encoding(List<String> classes) {
    return new Encoding(
        Shape.of(1),
        Shape.of(1),
        classes.isEmpty() ? Task.REGRESSION : Task.CLASSIFICATION,
        List.of(new Encoding.Numeric("x", 0, 0, 1)),
        List.of(),
        List.of(0),
        classes,
        classes.isEmpty() ? new Encoding.TargetScale(5, 10) : Encoding.TargetScale.NONE);
  }

  /** One affine layer of one input: its weights, then its biases. */
  private static Network network(LossSpec loss, float... weights) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(weights.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights);
    LayerSpec affine = new LayerSpec.Affine(weights.length / 2, Initializer.HE);
    ModelSpec model = new ModelSpec(Shape.of(1), List.of(affine), loss);
    return Network.read(model, new ByteArrayInputStream(bytes.array()));
  }

  private static Samples samples(float[] inputs, float[][] targets) {
    return new Samples() {
      @Override
      public int rows() {
        return inputs.length;
      }

      @Override
      public int inputs() {
        return 1;
      }

      @Override
      public int targets() {
        return targets[0].length;
      }

      @Override
      public void input(int row, float[] into, int at) {
        into[at] = inputs[row];
      }

      @Override
      public void target(int row, float[] into, int at) {
        System.arraycopy(targets[row], 0, into, at, targets[row].length);
      }
    };
  }
}
