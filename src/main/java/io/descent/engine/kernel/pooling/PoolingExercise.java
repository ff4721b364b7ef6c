package io.descent.engine.kernel.pooling;

import io.descent.engine.kernel.Exercise;
import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.KernelGroup;
import io.descent.engine.kernel.Pooling;
import io.descent.engine.kernel.Window;
import java.util.ArrayList;
import java.util.List;

/** Maps whose channels fill a vector, and several. */
public final class PoolingExercise {

  private PoolingExercise() {}

  public static Exercise of(Pooling lanes) {
    float[] a = Exercise.values();
    float[] b = Exercise.values();
    float[] c = new float[Exercise.SIZE];
    int[] winners = new int[Exercise.SIZE];
    Window wide = window(16);
    List<Runnable> steps = new ArrayList<>();
    for (Window window : List.of(wide, window(32))) {
      steps.add(() -> lanes.max(0, 2, window, a, c, winners));
      steps.add(() -> lanes.maxGradient(0, 2, window, b, winners, c));
      steps.add(() -> lanes.average(0, 2, window, a, c));
      steps.add(() -> lanes.averageGradient(0, 2, window, b, c));
    }
    return new Exercise(
        KernelGroup.POOLING,
        steps,
        kernels -> {
          kernels.pooling().max(0, 8, wide, a, c, winners);
          kernels.pooling().maxGradient(0, 8, wide, b, winners, c);
        });
  }

  private static Window window(int channels) {
    FeatureMap from = new FeatureMap(channels, 6, 6, channels);
    FeatureMap to = new FeatureMap(channels, 3, 3, channels);
    return new Window(from, to, 2, 2, 2, 2, 0, 0);
  }
}
