package io.descent.inference;

import io.descent.engine.Network;
import io.descent.engine.Outline;
import io.descent.engine.Predictor;

/** One thread's buffers for forward passes of a network. */
final class Workspace {

  static final int ROWS = 64;

  final float[] inputs;
  final float[] outputs;
  final Predictor predictor;
  final int inputSize;

  /** Of one row. */
  final double flops;

  Workspace(Network network) {
    this.predictor = network.predictor(ROWS);
    this.inputSize = Math.toIntExact(network.model().inputShape().size());
    this.inputs = new float[ROWS * inputSize];
    this.flops = flops(network);
    this.outputs = new float[ROWS * predictor.outputs()];
  }

  /** Layers that only look at each value count one operation a value. */
  private static double flops(Network network) {
    return Outline.of(network.model()).layers().stream()
        .mapToDouble(layer -> Math.max(layer.flops(), layer.output().size()))
        .sum();
  }
}
