package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Rows;
import io.descent.engine.tensor.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The L2 norm of all gradients: squares in double, value i of a parameter, in client order, added
 * to partial sum i mod 64, then the partial sums in ascending order.
 */
final class GradientNorm {

  private static final double TINY = 1e-6;

  private final Kernels kernels;
  private final List<Parameter> parameters;
  private final double[] partials = new double[Rows.PARTIALS];

  /** Of the largest parameter: gradients, or what else is wanted in client order for a moment. */
  private final float[] values;

  GradientNorm(Kernels kernels, List<Parameter> parameters) {
    this.kernels = kernels;
    this.parameters = parameters;
    values = new float[parameters.stream().mapToInt(Parameter::size).max().orElse(0)];
  }

  double compute() {
    Arrays.fill(partials, 0);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      float[] gradient = parameter.layout().ordered(parameter.gradient().data(), values);
      kernels.rows().addSquares(parameter.size(), gradient, partials);
    }
    return Math.sqrt(sum());
  }

  /** The values of a parameter in client order, until anything else is asked of this. */
  float[] ordered(Parameter parameter) {
    return parameter.layout().ordered(parameter.value().data(), values);
  }

  /** The sum of the squares of the first values, in the same order. */
  double squares(float[] of, int count) {
    Arrays.fill(partials, 0);
    kernels.rows().addSquares(count, of, partials);
    return sum();
  }

  private double sum() {
    double sum = 0;
    for (double partial : partials) {
      sum += partial;
    }
    return sum;
  }

  /** Shortens the gradient to a norm, as PyTorch does: by norm / (found + 10⁻⁶) where below 1. */
  void clipInPlace(double found, OptionalDouble norm) {
    if (norm.isEmpty()) {
      return;
    }
    double factor = norm.getAsDouble() / (found + TINY);
    if (factor < 1) {
      for (int i = 0; i < parameters.size(); i++) {
        float[] gradient = parameters.get(i).gradient().data();
        kernels.updates().scaleInPlace(0, gradient.length, (float) factor, gradient);
      }
    }
  }
}
