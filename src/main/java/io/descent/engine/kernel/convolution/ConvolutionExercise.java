package io.descent.engine.kernel.convolution;

import io.descent.engine.kernel.Convolutions;
import io.descent.engine.kernel.Exercise;
import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.KernelGroup;
import io.descent.engine.kernel.Window;
import java.util.List;

/** Windows of one channel and of several, without a margin and with one. */
public final class ConvolutionExercise {

  private ConvolutionExercise() {}

  public static Exercise of(Convolutions lanes) {
    float[] a = Exercise.values();
    float[] b = Exercise.values();
    float[] c = new float[Exercise.SIZE];
    Window first = window(1, 12, 16, 5, 0);
    Window second = window(16, 6, 16, 3, 1);
    List<Runnable> steps =
        List.of(
            () -> lanes.forward(0, 1, first, a, b, c),
            () -> lanes.weightGradient(0, 25, first, 1, a, b, c),
            () -> lanes.forward(0, 1, second, a, b, c),
            () -> lanes.weightGradient(0, 9 * 16, second, 1, a, b, c),
            () -> lanes.inputGradient(0, 3, second, a, b, c));
    return new Exercise(
        KernelGroup.CONVOLUTIONS,
        steps,
        kernels -> kernels.convolutions().forward(0, 4, second, a, b, c));
  }

  private static Window window(int channels, int size, int out, int kernel, int padding) {
    int side = size + 2 * padding - kernel + 1;
    FeatureMap from = new FeatureMap(channels, size, size, channels);
    FeatureMap to = new FeatureMap(out, side, side, out);
    return new Window(from, to, kernel, kernel, 1, 1, padding, padding);
  }
}
