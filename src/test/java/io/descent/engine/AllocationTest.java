package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.engine.kernel.provider.TestKernels;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStepAllocatesNothing(boolean dense) {
    Trainer trainer = trainer(dense, KernelProvider.current().team());
    assertThat(leastAllocated(trainer::step)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStepOfThreeThreadsAllocatesNothing(boolean dense) {
    try (Team team = TestKernels.eagerTeam("plain")) {
      Trainer trainer = trainer(dense, team);
      trainer.threads(3);
      assertThat(leastAllocated(trainer::step)).isZero();
    }
  }

  private static Trainer trainer(boolean dense, Team team) {
    Samples samples =
        dense ? ArraySamples.clouds(70, 13, 5, 1) : ArraySamples.clouds(70, 144, 4, 1);
    TrainingPlan plan =
        new TrainingPlan(
            Task.CLASSIFICATION,
            1000,
            16,
            1,
            Nets.adam(),
            new ScheduleSpec.WarmupCosine(2, 0.1, 500, 0),
            Optional.empty(),
            true,
            OptionalDouble.of(0.1));
    ModelSpec model = dense ? Nets.dense() : Nets.convolutional();
    return Trainer.start(model, plan, samples, samples, team);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aPredictionAllocatesNothing(int rows) {
    Samples samples = ArraySamples.clouds(16, 144, 4, 1);
    Trainer trainer =
        Trainer.start(
            Nets.convolutional(),
            Nets.plan(1, 16, Nets.adam()),
            samples,
            ArraySamples.none(144, 1));
    Predictor predictor = trainer.network().predictor(5);
    float[] inputs = new float[5 * 144];
    float[] outputs = new float[5 * 4];
    long bytes =
        leastAllocated(
            () -> {
              predictor.predict(inputs, rows, outputs);
              predictor.activateInPlace(outputs, rows);
            });
    assertThat(bytes).isZero();
  }

  /** Of some runs of 60 calls, so that what the virtual machine does once does not count. */
  static long leastAllocated(Runnable call) {
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 6; run++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 60; i++) {
        call.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
