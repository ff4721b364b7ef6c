package io.descent.inference;

import io.descent.engine.Network;
import io.descent.engine.Predictor;

/** One thread's buffers for forward passes of a network. */
final class Workspace {

  static final int ROWS = 64;

  final float[] inputs;
  final float[] outputs;
  final Predictor predictor;
  final int inputSize;

  Workspace(Network network) {
    this.predictor = network.predictor(ROWS);
    this.inputSize = Math.toIntExact(network.model().inputShape().size());
    this.inputs = new float[ROWS * inputSize];
    this.outputs = new float[ROWS * predictor.outputs()];
  }
}
