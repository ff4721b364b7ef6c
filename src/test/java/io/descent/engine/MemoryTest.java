package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.descent.engine.kernel.provider.TestKernels;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private static final int BATCH = 3000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Rows of one value. */
  private record Constant(int rows, int inputs, boolean arePixels) implements Samples {

    @Override
    public int targets() {
      return 1;
    }

    @Override
    public void input(int row, float[] into, int at) {
      into[at] = 1f;
    }

    @Override
    public void pixels(int row, byte[] into, int at) {
      into[at] = -1;
    }

    @Override
    public void target(int row, float[] into, int at) {
      into[at] = row % 4;
    }
  }

  /** Measured the second time, since code that is not compiled yet makes garbage. */
  @Test
  void aTrainerTakesNoMoreThanIsEstimated() {
    for (ModelSpec model : models()) {
      for (boolean arePixels : new boolean[] {false, true}) {
        taken(model, arePixels);
        assertThat(taken(model, arePixels))
            .as("%s pixels %s", model, arePixels)
            .isLessThan(Trainer.memory(model, Nets.plan(1, BATCH, Nets.adam())));
      }
    }
  }

  /** Weights of 16 MB, of which hardly a row is in any buffer; drawing them makes garbage. */
  @Test
  void aTrainerOfLargeWeightsTakesNoMoreThanIsEstimated() {
    List<LayerSpec> layers = List.of(Nets.affine(2000), Nets.affine(2000), Nets.affine(4));
    ModelSpec model = new ModelSpec(Shape.of(4), layers, LossSpec.SOFTMAX_CE);
    TrainingPlan plan = Nets.plan(1, 2, new OptimizerSpec.Sgd(0.05, 0, false, 0));
    Samples samples = new Constant(2, 4, false);
    Network from = Trainer.start(model, plan, samples, samples).current();
    long before = threads.getCurrentThreadAllocatedBytes();
    Nets.trained(Trainer.start(model, plan, samples, samples, from));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(Trainer.memory(model, plan));
  }

  private static List<ModelSpec> models() {
    return List.of(
        Nets.dense(),
        Nets.convolutional(),
        affine(Shape.of(1, 28, 28)),
        affine(Shape.of(3, 32, 32)),
        affine(Shape.of(2, 40)),
        new ModelSpec(
            Shape.of(3, 20, 20),
            List.of(new LayerSpec.Flatten(), Nets.affine(4)),
            LossSpec.SOFTMAX_CE));
  }

  private static ModelSpec affine(Shape input) {
    return new ModelSpec(input, List.of(Nets.affine(4)), LossSpec.SOFTMAX_CE);
  }

  /** Bytes from the start to the end of an epoch. */
  private long taken(ModelSpec model, boolean arePixels) {
    int inputs = Math.toIntExact(model.inputShape().size());
    Samples samples = new Constant(BATCH, inputs, arePixels);
    long before = threads.getCurrentThreadAllocatedBytes();
    Nets.trained(
        Trainer.start(
            model, Nets.plan(1, BATCH, Nets.adam()), samples, samples, TestKernels.named("plain")));
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
