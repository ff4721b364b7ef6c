package io.descent.engine.kernel.elementwise;

import io.descent.engine.kernel.Activations;
import io.descent.engine.kernel.Exercise;
import io.descent.engine.kernel.KernelGroup;
import java.util.List;

/** Each activation on full vectors and a rest. */
public final class ActivationExercise {

  private static final int N = 131;

  private ActivationExercise() {}

  public static Exercise of(Activations lanes) {
    float[] a = Exercise.values();
    float[] b = Exercise.values();
    float[] c = new float[Exercise.SIZE];
    List<Runnable> steps =
        List.of(
            () -> lanes.relu(0, N, a, c),
            () -> lanes.reluGradient(0, N, a, b, c),
            () -> lanes.leakyRelu(0, N, 0.1f, a, c),
            () -> lanes.leakyReluGradient(0, N, 0.1f, a, b, c),
            () -> lanes.sigmoid(0, N, a, c),
            () -> lanes.sigmoidGradient(0, N, a, b, c),
            () -> lanes.tanh(0, N, a, c),
            () -> lanes.tanhGradient(0, N, a, b, c),
            () -> lanes.gelu(0, N, a, c),
            () -> lanes.geluGradient(0, N, a, b, c),
            () -> lanes.geluTanh(0, N, a, c),
            () -> lanes.geluTanhGradient(0, N, a, b, c),
            () -> lanes.dropout(0, 3, 35, 5, 1 << 22, 2f, a, c, 40));
    return new Exercise(
        KernelGroup.ACTIVATIONS, steps, kernels -> kernels.activations().tanh(0, 1000, a, c));
  }
}
