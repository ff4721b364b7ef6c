package io.descent.engine.layer;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.tensor.Layout;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.List;

/**
 * Batch normalization (Ioffe and Szegedy 2015) per feature of a vector or channel of a map: z = (x
 * − mean) / √(variance + eps), y = gamma z + beta. In training mean and biased variance are those
 * of the batch's N values a channel, and running ← (1 − momentum) running + momentum · batch, with
 * the unbiased variance; in inference, and where the layer does not learn, they are the running
 * ones.
 *
 * <p>Backward: dbeta = Σ dy, dgamma = Σ dy z, dx = gamma / √(variance + eps) · (dy − dbeta / N − z
 * dgamma / N); with running statistics dx = gamma / √(variance + eps) · dy.
 */
public final class BatchNorm extends Layer {

  private final Kernels kernels;
  private final FeatureMap map;
  private final boolean learns;
  private final double eps;
  private final double momentum;
  private final Parameter gamma;
  private final Parameter beta;
  private final Parameter runningMean;
  private final Parameter runningVariance;
  private final float[] mean;
  private final float[] variance;
  private final float[] inverse;
  private final float[] scale;
  private final float[] shift;
  private final float[] slope;
  private final Tensor normal;
  private final Tensor y;

  public BatchNorm(LayerContext context, double eps, double momentum) {
    super(context.input());
    kernels = context.kernels();
    map = context.input();
    learns = context.learns();
    this.eps = eps;
    this.momentum = momentum;
    int channels = map.channels();
    Layout layout = Layout.vector(channels);
    gamma = context.parameter("gamma", layout, 1, channels, 1f);
    beta = context.parameter("beta", layout, 1, channels, 0f);
    runningMean = context.state("running_mean", channels, 0f);
    runningVariance = context.state("running_var", channels, 1f);
    mean = new float[Tensor.pad(channels)];
    variance = new float[Tensor.pad(channels)];
    inverse = new float[Tensor.pad(channels)];
    scale = new float[Tensor.pad(channels)];
    shift = new float[Tensor.pad(channels)];
    slope = new float[Tensor.pad(channels)];
    normal = context.buffer(map);
    y = context.buffer(map);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(gamma, beta);
  }

  @Override
  public List<Parameter> state() {
    return List.of(runningMean, runningVariance);
  }

  @Override
  public Tensor infer(Tensor x, int samples) {
    invert(runningVariance.value().data());
    return normalize(x, samples, runningMean.value().data());
  }

  @Override
  public Tensor forward(Tensor x, int samples, long step) {
    if (!learns) {
      return infer(x, samples);
    }
    int rows = samples * map.positions();
    kernels.rows().columnSums(0, map.channels(), rows, x.data(), map.stride(), mean);
    divideInPlace(mean, rows);
    kernels.rows().columnSquares(0, map.channels(), rows, x.data(), map.stride(), mean, variance);
    divideInPlace(variance, rows);
    follow(runningMean.value().data(), mean, 1);
    follow(runningVariance.value().data(), variance, rows / (rows - 1.0));
    invert(variance);
    return normalize(x, samples, mean);
  }

  private void divideInPlace(float[] sums, int rows) {
    for (int j = 0; j < map.channels(); j++) {
      sums[j] = (float) ((double) sums[j] / rows);
    }
  }

  private void follow(float[] running, float[] batch, double factor) {
    for (int j = 0; j < map.channels(); j++) {
      running[j] = (float) ((1 - momentum) * running[j] + momentum * (factor * batch[j]));
    }
  }

  private void invert(float[] variances) {
    for (int j = 0; j < map.channels(); j++) {
      inverse[j] = (float) (1 / Math.sqrt(variances[j] + eps));
    }
  }

  private Tensor normalize(Tensor x, int samples, float[] means) {
    kernels
        .rows()
        .normalize(
            0,
            samples * map.positions(),
            map.channels(),
            map.stride(),
            x.data(),
            means,
            inverse,
            gamma.value().data(),
            beta.value().data(),
            normal.data(),
            y.data());
    return y;
  }

  @Override
  public void parameterGradients(Tensor dy, int samples) {
    int rows = samples * map.positions();
    kernels
        .rows()
        .columnSums(0, map.channels(), rows, dy.data(), map.stride(), beta.gradient().data());
    kernels
        .rows()
        .columnProducts(
            0,
            map.channels(),
            rows,
            dy.data(),
            normal.data(),
            map.stride(),
            gamma.gradient().data());
  }

  @Override
  public Tensor inputGradient(Tensor dy, int samples) {
    int rows = samples * map.positions();
    for (int j = 0; j < map.channels(); j++) {
      scale[j] = gamma.value().data()[j] * inverse[j];
      shift[j] = learns ? (float) ((double) beta.gradient().data()[j] / rows) : 0;
      slope[j] = learns ? (float) ((double) gamma.gradient().data()[j] / rows) : 0;
    }
    kernels
        .rows()
        .normalizeGradient(
            0,
            rows,
            map.channels(),
            map.stride(),
            dy.data(),
            normal.data(),
            scale,
            shift,
            slope,
            dy.data());
    return dy;
  }
}
