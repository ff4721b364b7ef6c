package io.descent.engine.layer;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.List;

/**
 * One layer at work, with buffers of its own made once. A pass for learning is {@link #forward},
 * then {@link #parameterGradients}, then {@link #inputGradient}; what a layer returns stays valid
 * until the next layer has used it, which may write over it.
 */
public abstract sealed class Layer
    permits Affine,
        Conv2d,
        MaxPool2d,
        AvgPool2d,
        BatchNorm,
        Dropout,
        Flatten,
        Softmax,
        Elementwise {

  private final FeatureMap output;

  Layer(FeatureMap output) {
    this.output = output;
  }

  /** How a sample goes out. */
  public final FeatureMap output() {
    return output;
  }

  /** What is learnt. */
  public List<Parameter> parameters() {
    return List.of();
  }

  /** What else is part of the trained network. */
  public List<Parameter> state() {
    return List.of();
  }

  /** Whether the layer's output must stay as it is until {@link #inputGradient}. */
  public boolean needsOutput() {
    return false;
  }

  /** The output for samples, as a finished network computes it. */
  public abstract Tensor infer(Tensor x, int samples);

  /**
   * The output for samples in training.
   *
   * @param step number of the update, from which noise is drawn
   */
  public Tensor forward(Tensor x, int samples, long step) {
    return infer(x, samples);
  }

  /** Sets the gradients of the parameters, given the gradient of the output. */
  public void parameterGradients(Tensor dy, int samples) {}

  /** The gradient of the input, given the gradient of the output, which it may write over. */
  public abstract Tensor inputGradient(Tensor dy, int samples);
}
