package io.descent.engine;

import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The forward pass and the loss once more, in double precision and in the plainest loops: the other
 * opinion that gradients are checked against. Maps are in client order, (channel, height, width).
 */
final class DoubleNet {

  private static final Extent NO_PADDING = new Extent(0, 0);

  private final ModelSpec model;
  private final List<Outline.Layer> outline;
  private final Map<String, double[]> tensors = new HashMap<>();
  private final double[] inputs;
  private final float[] targets;
  private final int samples;
  private final Learning learning;
  private final long seed;
  private final long step;
  private final int[][] choices;

  DoubleNet(StepTrace.Start start, List<NamedTensor> values) {
    model = start.model();
    outline = Outline.of(model).layers();
    for (NamedTensor tensor : values) {
      tensors.put(tensor.name(), doubles(tensor.values()));
    }
    inputs = doubles(start.x());
    targets = start.t();
    samples = start.samples();
    learning = start.learning();
    seed = start.seed();
    step = start.step();
    choices = new int[outline.size()][];
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** The values of a parameter, to be nudged. */
  double[] tensor(String name) {
    return tensors.getOrDefault(name, new double[0]);
  }

  /**
   * By layer, which side of a kink each value is on, or which value won its window, in the last
   * pass; empty for smooth layers.
   */
  int[][] choices() {
    return Arrays.stream(choices)
        .map(c -> c == null ? new int[0] : c.clone())
        .toArray(int[][]::new);
  }

  /** The mean loss of the batch in training mode. */
  double loss() {
    double[] x = inputs;
    for (Outline.Layer layer : outline) {
      x = forward(model.layers().get(layer.index()), layer, x);
    }
    return new DoubleLoss(model.loss(), targets, learning.weights()).mean(x, samples);
  }

  private double[] forward(LayerSpec spec, Outline.Layer layer, double[] x) {
    return switch (spec) {
      case LayerSpec.Affine a -> affine(layer, x, a.out());
      case LayerSpec.Conv2d c -> convolve(layer, x, c);
      case LayerSpec.MaxPool2d p -> pool(layer, x, p.kernel(), p.stride(), true);
      case LayerSpec.AvgPool2d p -> pool(layer, x, p.kernel(), p.stride(), false);
      case LayerSpec.BatchNorm b -> normalize(layer, x, b.eps());
      case LayerSpec.Dropout d -> drop(layer, x, d.rate());
      case LayerSpec.Flatten _ -> x;
      case LayerSpec.Softmax _ -> softmax(x, x.length / samples);
      case LayerSpec.Relu _ -> rectify(layer, x, 0);
      case LayerSpec.LeakyRelu l -> rectify(layer, x, (float) l.slope());
      case LayerSpec.Gelu g -> Arrays.stream(x).map(v -> gelu(v, g.tanh())).toArray();
      case LayerSpec.Sigmoid _ -> Arrays.stream(x).map(DoubleNet::sigmoid).toArray();
      case LayerSpec.Tanh _ -> Arrays.stream(x).map(StrictMath::tanh).toArray();
    };
  }

  private double[] affine(Outline.Layer layer, double[] x, int out) {
    double[] w = tensor(layer.index() + ".W");
    double[] b = tensor(layer.index() + ".b");
    int in = x.length / samples;
    double[] y = new double[samples * out];
    for (int n = 0; n < samples; n++) {
      for (int j = 0; j < out; j++) {
        double sum = b[j];
        for (int i = 0; i < in; i++) {
          sum += x[n * in + i] * w[i * out + j];
        }
        y[n * out + j] = sum;
      }
    }
    return y;
  }

  private double[] convolve(Outline.Layer layer, double[] x, LayerSpec.Conv2d c) {
    double[] w = tensor(layer.index() + ".W");
    double[] b = tensor(layer.index() + ".b");
    Planes in = new Planes(layer.input());
    Planes out = new Planes(layer.output());
    double[] y = new double[samples * out.size()];
    for (int at = 0; at < y.length; at++) {
      int o = at / out.positions() % out.channels;
      double sum = b[o];
      for (int k = 0; k < w.length / out.channels; k++) {
        int area = c.kernel().height() * c.kernel().width();
        int iy = out.row(at) * c.stride().height() + k % area / c.kernel().width();
        int ix = out.column(at) * c.stride().width() + k % c.kernel().width();
        int channel = k / area;
        int row = iy - c.padding().height();
        int column = ix - c.padding().width();
        sum +=
            in.at(x, at / out.size(), channel, row, column) * w[o * (w.length / out.channels) + k];
      }
      y[at] = sum;
    }
    return y;
  }

  private double[] pool(
      Outline.Layer layer, double[] x, Extent kernel, Extent stride, boolean largest) {
    Planes in = new Planes(layer.input());
    Planes out = new Planes(layer.output());
    double[] y = new double[samples * out.size()];
    int[] winners = new int[y.length];
    for (int at = 0; at < y.length; at++) {
      int channel = at / out.positions() % out.channels;
      double best = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int tap = 0; tap < kernel.height() * kernel.width(); tap++) {
        int iy = out.row(at) * stride.height() + tap / kernel.width();
        int ix = out.column(at) * stride.width() + tap % kernel.width();
        double value = in.at(x, at / out.size(), channel, iy, ix);
        sum += value;
        if (value > best) {
          best = value;
          winners[at] = tap;
        }
      }
      y[at] = largest ? best : sum / (kernel.height() * kernel.width());
    }
    if (largest) {
      choices[layer.index()] = winners;
    }
    return y;
  }

  private double[] normalize(Outline.Layer layer, double[] x, double eps) {
    double[] gamma = tensor(layer.index() + ".gamma");
    double[] beta = tensor(layer.index() + ".beta");
    int channels = gamma.length;
    int positions = x.length / samples / channels;
    double[] y = new double[x.length];
    for (int c = 0; c < channels; c++) {
      boolean running = learning.isFrozen(layer.index());
      double mean = running ? state(layer, "mean")[c] : moment(x, channels, positions, c, 0, 1);
      double variance =
          running ? state(layer, "var")[c] : moment(x, channels, positions, c, mean, 2);
      for (int i = 0; i < samples * positions; i++) {
        int at = (i / positions * channels + c) * positions + i % positions;
        y[at] = gamma[c] * (x[at] - mean) / Math.sqrt(variance + eps) + beta[c];
      }
    }
    return y;
  }

  private double[] state(Outline.Layer layer, String what) {
    return tensor(layer.index() + ".running_" + what);
  }

  private double moment(double[] x, int channels, int positions, int c, double mean, int power) {
    double sum = 0;
    for (int i = 0; i < samples * positions; i++) {
      double d = x[(i / positions * channels + c) * positions + i % positions] - mean;
      sum += power == 1 ? d : d * d;
    }
    return sum / (samples * positions);
  }

  private double[] drop(Outline.Layer layer, double[] x, double rate) {
    long key = Noise.key(Noise.key(seed, Purpose.DROPOUT, layer.index(), 0), step);
    int threshold = (int) Math.rint(rate * (1 << 24));
    int channels = layer.input().rank() == 3 ? layer.input().dim(0) : x.length / samples;
    int positions = x.length / samples / channels;
    double[] y = new double[x.length];
    for (int at = 0; at < x.length; at++) {
      int row = at / (channels * positions) * positions + at % positions;
      int channel = at / positions % channels;
      boolean kept = Noise.bits(key, row * channels + channel) >>> 8 >= threshold;
      y[at] = kept ? x[at] * (float) (1 / (1 - rate)) : 0;
    }
    return y;
  }

  private double[] rectify(Outline.Layer layer, double[] x, double slope) {
    choices[layer.index()] = Arrays.stream(x).mapToInt(v -> v > 0 ? 1 : 0).toArray();
    return Arrays.stream(x).map(v -> v > 0 ? v : slope * v).toArray();
  }

  private static double[] softmax(double[] x, int classes) {
    double[] y = new double[x.length];
    for (int at = 0; at < x.length; at++) {
      int row = at - at % classes;
      double[] others = Arrays.copyOfRange(x, row, row + classes);
      double value = x[at];
      y[at] = 1 / Arrays.stream(others).map(v -> StrictMath.exp(v - value)).sum();
    }
    return y;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double gelu(double x, boolean tanh) {
    double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    return 0.5 * x * (1 + (tanh ? StrictMath.tanh(inner) : erf(x / Math.sqrt(2))));
  }

  /** Maclaurin's series below 3, a continued fraction of the complement beyond. */
  private static double erf(double x) {
    double t = Math.abs(x);
    if (t > 3) {
      double fraction = 0;
      for (int n = 60; n >= 1; n--) {
        fraction = n / 2.0 / (t + fraction);
      }
      double complement = StrictMath.exp(-t * t) / Math.sqrt(Math.PI) / (t + fraction);
      return Math.copySign(1 - complement, x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 100; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /** How a map lies in an array. */
  private record Planes(int channels, int height, int width) {

    Planes(Shape shape) {
      this(shape.dim(0), shape.dim(1), shape.dim(2));
    }

    int positions() {
      return height * width;
    }

    int size() {
      return channels * height * width;
    }

    int row(int at) {
      return at / width % height;
    }

    int column(int at) {
      return at % width;
    }

    double at(double[] x, int sample, int channel, int row, int column) {
      if (row < 0 || row >= height || column < 0 || column >= width) {
        return 0;
      }
      return x[((sample * channels + channel) * height + row) * width + column];
    }
  }
}
