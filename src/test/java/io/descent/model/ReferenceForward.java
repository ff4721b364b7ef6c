package io.descent.model;

import io.descent.engine.Extent;
import io.descent.engine.LayerSpec;
import io.descent.engine.LayerSpec.Affine;
import io.descent.engine.LayerSpec.AvgPool2d;
import io.descent.engine.LayerSpec.BatchNorm1d;
import io.descent.engine.LayerSpec.BatchNorm2d;
import io.descent.engine.LayerSpec.Conv2d;
import io.descent.engine.LayerSpec.Dropout;
import io.descent.engine.LayerSpec.Flatten;
import io.descent.engine.LayerSpec.Gelu;
import io.descent.engine.LayerSpec.LeakyRelu;
import io.descent.engine.LayerSpec.MaxPool2d;
import io.descent.engine.LayerSpec.Relu;
import io.descent.engine.LayerSpec.Sigmoid;
import io.descent.engine.LayerSpec.Softmax;
import io.descent.engine.LayerSpec.Tanh;
import io.descent.engine.ModelSpec;
import io.descent.engine.NamedTensor;
import io.descent.engine.Network;
import io.descent.engine.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * The forward pass of one sample in double precision by the plainest loops, and random weights to
 * run it with.
 */
public final class ReferenceForward {

  private final List<NamedTensor> tensors = new ArrayList<>();
  private final Random random;
  private final boolean making;
  private int index;

  private ReferenceForward(List<NamedTensor> tensors, Random random, boolean making) {
    this.tensors.addAll(tensors);
    this.random = random;
    this.making = making;
  }

  /** Weights for the layers: small random numbers, running variances above 0. */
  public static List<NamedTensor> weights(List<LayerSpec> layers, Shape input, long seed) {
    ReferenceForward making = new ReferenceForward(List.of(), new Random(seed), true);
    making.forward(layers, new Volume(input, new double[Math.toIntExact(input.size())]));
    return making.tensors;
  }

  public static double[] outputs(
      List<LayerSpec> layers, List<NamedTensor> tensors, Shape shape, double[] x) {
    ReferenceForward running = new ReferenceForward(tensors, new Random(0), false);
    return running.forward(layers, new Volume(shape, x)).values();
  }

  /** The engine's network of these weights. */
  public static Network network(ModelSpec model, List<NamedTensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Stream.of(true, false)
        .flatMap(trainable -> tensors.stream().filter(t -> t.trainable() == trainable))
        .forEach(t -> bytes.writeBytes(littleEndian(t.values())));
    try {
      return Network.read(model, new ByteArrayInputStream(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes.array();
  }

  record Volume(Shape shape, double[] values) {

    int channels() {
      return shape.dim(0);
    }

    int height() {
      return shape.dim(1);
    }

    int width() {
      return shape.dim(2);
    }

    double at(int c, int y, int x, double outside) {
      boolean inside = y >= 0 && y < height() && x >= 0 && x < width();
      return inside ? values[(c * height() + y) * width() + x] : outside;
    }

    Volume map(DoubleUnaryOperator f) {
      return new Volume(shape, Arrays.stream(values).map(f).toArray());
    }
  }

  private Volume forward(List<LayerSpec> layers, Volume x) {
    Volume y = x;
    for (index = 0; index < layers.size(); index++) {
      y = layer(layers.get(index), y);
    }
    return y;
  }

  private Volume layer(LayerSpec layer, Volume x) {
    return switch (layer) {
      case Affine(int out, _) -> affine(out, x);
      case Conv2d conv -> conv(conv, x);
      case MaxPool2d(Extent k, Extent s) -> pool(k, s, x, Math::max, Double.NEGATIVE_INFINITY, 1);
      case AvgPool2d(Extent k, Extent s) ->
          pool(k, s, x, Double::sum, 0, 1.0 / (k.height() * k.width()));
      case BatchNorm1d(double eps, _) -> batchNorm(eps, x);
      case BatchNorm2d(double eps, _) -> batchNorm(eps, x);
      case Dropout _ -> x;
      case Flatten _ -> new Volume(Shape.of(x.values().length), x.values());
      case Softmax _ -> softmax(x.map(Math::exp));
      case Relu _ -> x.map(v -> Math.max(v, 0));
      case LeakyRelu(double slope) -> x.map(v -> v > 0 ? v : slope * v);
      case Gelu(boolean tanh) -> x.map(tanh ? ReferenceForward::tanhGelu : ReferenceForward::gelu);
      case Sigmoid _ -> x.map(v -> 1 / (1 + Math.exp(-v)));
      case Tanh _ -> x.map(Math::tanh);
    };
  }

  private static Volume softmax(Volume powers) {
    double sum = Arrays.stream(powers.values()).sum();
    return powers.map(v -> v / sum);
  }

  private Volume affine(int out, Volume x) {
    int in = x.values().length;
    float[] w = tensor("W", true, 1 / Math.sqrt(in), 0, in, out);
    float[] b = tensor("b", true, 0.5, 0, out);
    double[] y = new double[out];
    for (int o = 0; o < out; o++) {
      y[o] = b[o];
      for (int i = 0; i < in; i++) {
        y[o] += x.values()[i] * w[i * out + o];
      }
    }
    return new Volume(Shape.of(out), y);
  }

  private Volume conv(Conv2d conv, Volume x) {
    int kh = conv.kernel().height();
    int kw = conv.kernel().width();
    int sh = conv.stride().height();
    int sw = conv.stride().width();
    int ph = conv.padding().height();
    int pw = conv.padding().width();
    int area = x.channels() * kh * kw;
    float[] w = tensor("W", true, 1 / Math.sqrt(area), 0, conv.out(), x.channels(), kh, kw);
    float[] b = tensor("b", true, 0.5, 0, conv.out());
    int oh = (x.height() + 2 * ph - kh) / sh + 1;
    int ow = (x.width() + 2 * pw - kw) / sw + 1;
    double[] y = new double[conv.out() * oh * ow];
    for (int o = 0, at = 0; o < conv.out(); o++) {
      for (int i = 0; i < oh; i++) {
        for (int j = 0; j < ow; j++, at++) {
          double sum = b[o];
          for (int k = 0; k < area; k++) {
            int c = k / (kh * kw);
            int dy = k / kw % kh;
            int dx = k % kw;
            sum += w[o * area + k] * x.at(c, i * sh - ph + dy, j * sw - pw + dx, 0);
          }
          y[at] = sum;
        }
      }
    }
    return new Volume(Shape.of(conv.out(), oh, ow), y);
  }

  private static Volume pool(
      Extent kernel, Extent stride, Volume x, DoubleBinaryOperator fold, double zero, double f) {
    int oh = (x.height() - kernel.height()) / stride.height() + 1;
    int ow = (x.width() - kernel.width()) / stride.width() + 1;
    double[] y = new double[x.channels() * oh * ow];
    for (int at = 0; at < y.length; at++) {
      int c = at / (oh * ow);
      int top = at / ow % oh * stride.height();
      int left = at % ow * stride.width();
      double value = zero;
      for (int k = 0; k < kernel.height() * kernel.width(); k++) {
        double v = x.at(c, top + k / kernel.width(), left + k % kernel.width(), zero);
        value = fold.applyAsDouble(value, v);
      }
      y[at] = value * f;
    }
    return new Volume(Shape.of(x.channels(), oh, ow), y);
  }

  private Volume batchNorm(double eps, Volume x) {
    int channels = x.channels();
    float[] gamma = tensor("gamma", true, 0.2, 1, channels);
    float[] beta = tensor("beta", true, 0.5, 0, channels);
    float[] mean = tensor("running_mean", false, 1, 1000, channels);
    float[] variance = tensor("running_var", false, 0.2, 1, channels);
    double[] y = x.values().clone();
    for (int i = 0; i < y.length; i++) {
      int c = i / (y.length / channels);
      y[i] = (y[i] - mean[c]) / Math.sqrt(variance[c] + eps) * gamma[c] + beta[c];
    }
    return new Volume(x.shape(), y);
  }

  private float[] tensor(
      String letter, boolean trainable, double spread, double centre, int... dims) {
    String name = index + "." + letter;
    if (making) {
      float[] values = new float[Math.toIntExact(Shape.of(dims).size())];
      for (int i = 0; i < values.length; i++) {
        double noise = Math.clamp(random.nextGaussian(), -3, 3);
        values[i] = (float) (centre + spread * noise);
      }
      tensors.add(new NamedTensor(name, Shape.of(dims), values, trainable));
      return values;
    }
    return tensors.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow().values();
  }

  private static double tanhGelu(double x) {
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  private static double gelu(double x) {
    return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
  }

  /** The Maclaurin series; enough terms for |x| ≤ 6, beyond which erf is ±1 in double. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
