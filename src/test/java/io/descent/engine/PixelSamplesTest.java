package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.TestKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training on pixels that stay bytes ends in the bits of training on their floats. */
class PixelSamplesTest {

  /** Rows of pixels most of which are zero, or none of them. */
  private record Images(
      int rows, int inputs, boolean bright, boolean arePixels, AtomicInteger reads)
      implements Samples {

    Images(int rows, int inputs, boolean bright, boolean arePixels) {
      this(rows, inputs, bright, arePixels, new AtomicInteger());
    }

    @Override
    public int targets() {
      return 1;
    }

    private byte pixel(int row, int i) {
      boolean dark = !bright && (i * 7 + row * 3) % 11 > 0;
      return (byte) (dark ? 0 : 1 + (row * 31 + i * 17) % 255);
    }

    @Override
    public void input(int row, float[] into, int at) {
      for (int i = 0; i < inputs; i++) {
        into[at + i] = (pixel(row, i) & 0xff) / 255f;
      }
    }

    @Override
    public void pixels(int row, byte[] into, int at) {
      reads.incrementAndGet();
      for (int i = 0; i < inputs; i++) {
        into[at + i] = pixel(row, i);
      }
    }

    @Override
    public void target(int row, float[] into, int at) {
      into[at] = row % 4;
    }
  }

  private static List<ModelSpec> models() {
    List<LayerSpec> tail = List.of(Nets.affine(33), new LayerSpec.Relu(), Nets.affine(4));
    return List.of(
        model(Shape.of(1, 15, 12), tail),
        model(Shape.of(5, 6, 6), with(new LayerSpec.Flatten(), tail)),
        model(Shape.of(1, 15, 12), with(new LayerSpec.Dropout(0.2), tail)),
        model(Shape.of(4, 20, 15), tail));
  }

  private static ModelSpec model(Shape input, List<LayerSpec> layers) {
    return new ModelSpec(input, layers, LossSpec.SOFTMAX_CE);
  }

  private static List<LayerSpec> with(LayerSpec first, List<LayerSpec> tail) {
    List<LayerSpec> layers = new ArrayList<>();
    layers.add(first);
    layers.addAll(tail);
    return layers;
  }

  static List<Kernels> kernels() {
    return TestKernels.all().toList();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void trainingEndsInTheBitsOfTrainingOnFloats(Kernels kernels) {
    for (ModelSpec model : models()) {
      for (boolean bright : new boolean[] {false, true}) {
        assertThat(trained(model, bright, true, kernels))
            .as(model.toString())
            .isEqualTo(trained(model, bright, false, kernels));
      }
    }
  }

  /** As long as nothing but a flattening comes before the first affine layer. */
  @Test
  void pixelsAreReadAsBytesWhereTheFirstLayerTakesThem() {
    assertThat(models().stream().map(PixelSamplesTest::reads))
        .containsExactly(2 * 75 + 2 * 75, 2 * 75 + 2 * 75, 0, 2 * 75 + 2 * 75);
  }

  private static int reads(ModelSpec model) {
    int inputs = Math.toIntExact(model.inputShape().size());
    Images images = new Images(75, inputs, false, true);
    Nets.trained(Trainer.start(model, Nets.plan(2, 40, Nets.adam()), images, images));
    return images.reads.get();
  }

  private static String trained(
      ModelSpec model, boolean bright, boolean arePixels, Kernels kernels) {
    int inputs = Math.toIntExact(model.inputShape().size());
    Samples train = new Images(75, inputs, bright, arePixels);
    Samples validation = new Images(300, inputs, bright, arePixels);
    Trainer trainer =
        Trainer.start(model, Nets.plan(2, 40, Nets.adam()), train, validation, kernels);
    Nets.trained(trainer);
    EpochMetrics last = trainer.finishedEpoch();
    List<Float> outputs = new ArrayList<>();
    double loss = trainer.network().evaluate(validation, (row, _) -> outputs.add(row[0]));
    return trainer.network().sha256()
        + " "
        + last.trainLoss()
        + " "
        + last.validationLoss()
        + " "
        + last.gradNorm()
        + " "
        + loss
        + outputs;
  }

  @Test
  void aStepAllocatesNothing() {
    Samples samples = new Images(75, 180, false, true);
    TrainingPlan plan = Nets.plan(10_000, 40, Nets.adam());
    Trainer trainer = Trainer.start(models().getFirst(), plan, samples, samples);
    assertThat(AllocationTest.leastAllocated(trainer::step)).isZero();
  }
}
