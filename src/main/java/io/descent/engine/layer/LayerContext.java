package io.descent.engine.layer;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Layout;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * What a layer is made for: its place, the largest batch, and whether it learns.
 *
 * @param index place of the layer in the network
 * @param input how a sample comes in
 * @param batch the most samples of one pass
 * @param learns whether gradients are wanted
 * @param inputGradient whether the gradient with respect to the input is wanted too
 * @param inPlace whether the layer may write its output over its input
 * @param known parameters to share, by name; others are made
 */
public record LayerContext(
    Kernels kernels,
    int index,
    FeatureMap input,
    int batch,
    boolean learns,
    boolean inputGradient,
    boolean inPlace,
    Map<String, Parameter> known) {

  /** Zeros for a batch of maps. */
  Tensor buffer(FeatureMap map) {
    int rows = Math.multiplyExact(batch, map.positions());
    return Tensor.strided(rows, map.channels(), map.stride());
  }

  /** Zeros for the gradient with respect to the input, where it is wanted. */
  Tensor inputGradientBuffer() {
    return inputGradient ? buffer(input) : Tensor.NONE;
  }

  /** A parameter of rows × columns, all {@code start}. */
  Parameter parameter(String letter, Layout layout, int rows, int columns, float start) {
    return tensor(letter, layout, rows, columns, start, true);
  }

  /** A vector that is state, not learnt. */
  Parameter state(String letter, int length, float start) {
    return tensor(letter, Layout.vector(length), 1, length, start, false);
  }

  private Parameter tensor(
      String letter, Layout layout, int rows, int columns, float start, boolean trainable) {
    String name = index + "." + letter;
    Parameter shared = known.get(name);
    if (shared != null) {
      return shared;
    }
    Tensor value = Tensor.padded(rows, columns);
    Arrays.fill(value.data(), start);
    Tensor gradient = learns && trainable ? Tensor.padded(rows, columns) : Tensor.NONE;
    return new Parameter(name, layout, value, gradient, trainable);
  }

  /** How a flat vector of so many features lies in memory. */
  static FeatureMap flat(int features) {
    return new FeatureMap(features, 1, 1, Tensor.pad(features));
  }

  /** How a map of so many channels lies in memory. */
  static FeatureMap map(int channels, int height, int width) {
    return new FeatureMap(channels, height, width, Tensor.pad(channels));
  }
}
