package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.descent.dataset.Encoding;
import io.descent.dataset.Encoding.Categorical;
import io.descent.dataset.Encoding.Numeric;
import io.descent.dataset.Encoding.TargetScale;
import io.descent.engine.Initializer;
import io.descent.engine.LayerSpec;
import io.descent.engine.LayerSpec.Affine;
import io.descent.engine.LayerSpec.AvgPool2d;
import io.descent.engine.LayerSpec.BatchNorm1d;
import io.descent.engine.LayerSpec.BatchNorm2d;
import io.descent.engine.LayerSpec.Conv2d;
import io.descent.engine.LayerSpec.Dropout;
import io.descent.engine.LayerSpec.Extent;
import io.descent.engine.LayerSpec.Flatten;
import io.descent.engine.LayerSpec.Gelu;
import io.descent.engine.LayerSpec.LeakyRelu;
import io.descent.engine.LayerSpec.MaxPool2d;
import io.descent.engine.LayerSpec.Relu;
import io.descent.engine.LayerSpec.Sigmoid;
import io.descent.engine.LayerSpec.Tanh;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.NamedTensor;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxExportTest {

  private static final Shape IMAGE = Shape.of(1, 9, 11);

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of("affine", List.of(affine(5), affine(3))),
        Arguments.of("relu", List.of(affine(7), new Relu(), affine(3))),
        Arguments.of("leaky", List.of(affine(7), new LeakyRelu(0.1), affine(3))),
        Arguments.of("gelu", List.of(affine(7), new Gelu(false), affine(3))),
        Arguments.of("gelu by tanh", List.of(affine(7), new Gelu(true), affine(3))),
        Arguments.of("sigmoid", List.of(affine(7), new Sigmoid(), affine(3))),
        Arguments.of("tanh", List.of(affine(7), new Tanh(), affine(3))),
        Arguments.of("dropout", List.of(new Dropout(0.5), affine(3))),
        Arguments.of("flatten", List.of(new Flatten(), affine(3))),
        Arguments.of("batchnorm1d", List.of(affine(7), new BatchNorm1d(1e-5, 0.1), affine(3))),
        Arguments.of("conv2d", List.of(conv(2, 3, 1, 0), new Flatten(), affine(3))),
        Arguments.of("conv2d padded", List.of(conv(2, 3, 2, 1), conv(3, 2, 1, 1), affine(3))),
        Arguments.of(
            "conv2d of unequal extents",
            List.of(
                new Conv2d(
                    2, new Extent(2, 3), new Extent(1, 2), new Extent(0, 2), Initializer.HE),
                affine(3))),
        Arguments.of("maxpool2d", List.of(conv(2, 2, 1, 0), max(2, 2), affine(3))),
        Arguments.of("maxpool2d overlapping", List.of(max(3, 2), new Tanh(), affine(3))),
        Arguments.of(
            "avgpool2d",
            List.of(new AvgPool2d(new Extent(2, 3), new Extent(2, 3)), new Flatten(), affine(3))),
        Arguments.of(
            "batchnorm2d",
            List.of(
                conv(4, 3, 1, 1),
                new BatchNorm2d(1e-5, 0.1),
                new Relu(),
                max(2, 2),
                new Flatten(),
                new Dropout(0.2),
                affine(3))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void everyLayerAgreesWithDoublePrecision(String name, List<LayerSpec> layers) throws Exception {
    Encoding images = classes(IMAGE, IMAGE, List.of(), List.of(), List.of());
    agrees(new ModelSpec(IMAGE, layers, LossSpec.MSE), images, pixels(5), x -> scaled(x));
  }

  private static double[] scaled(double[] pixels) {
    return Arrays.stream(pixels).map(p -> (float) (p / 255)).toArray();
  }

  private interface Preprocessing {
    double[] apply(double[] raw);
  }

  private static void agrees(
      ModelSpec model, Encoding encoding, float[][] rows, Preprocessing preprocessing)
      throws OrtException {
    List<NamedTensor> tensors = ReferenceForward.weights(model.layers(), model.inputShape(), 1);
    ModelProto file =
        new OnnxExport(model, tensors, encoding).build("m", "1", new LinkedHashMap<>());
    OnnxRules.check(file);
    double[][] wanted = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double[] x = preprocessing.apply(doubles(rows[i]));
      double[] y = ReferenceForward.outputs(model.layers(), tensors, model.inputShape(), x);
      wanted[i] = answer(model.loss(), encoding, y);
    }
    assertAgree(run(file, encoding.inputShape(), rows), wanted);
  }

  private static double[] answer(LossSpec loss, Encoding encoding, double[] y) {
    return switch (loss) {
      case SOFTMAX_CE -> {
        double sum = Arrays.stream(y).map(Math::exp).sum();
        yield Arrays.stream(y).map(v -> Math.exp(v) / sum).toArray();
      }
      case BCE_LOGITS -> {
        double p = 1 / (1 + Math.exp(-y[0]));
        yield new double[] {1 - p, p};
      }
      case MSE -> {
        TargetScale t = encoding.target();
        yield Arrays.stream(y).map(v -> v * t.deviation() + t.mean()).toArray();
      }
    };
  }

  private static void assertAgree(float[][] got, double[][] wanted) {
    double largest =
        Arrays.stream(wanted).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(got[i]).hasSameSizeAs(wanted[i]);
      for (int j = 0; j < wanted[i].length; j++) {
        assertThat((double) got[i][j]).isCloseTo(wanted[i][j], within(1e-5 * largest));
      }
    }
  }

  static float[][] run(ModelProto file, Shape shape, float[][] rows) throws OrtException {
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    long[] dims = new long[shape.rank() + 1];
    dims[0] = rows.length;
    IntStream.range(0, shape.rank()).forEach(i -> dims[i + 1] = shape.dim(i));
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size() * rows.length));
    for (float[] row : rows) {
      values.put(row);
    }
    try (var options = new OrtSession.SessionOptions();
        var session = runtime.createSession(file.toByteArray(), options);
        var input = OnnxTensor.createTensor(runtime, values.rewind(), dims);
        var result = session.run(Map.of("input", input))) {
      return (float[][]) result.get("output").orElseThrow().getValue();
    }
  }

  private static double[] doubles(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
  }

  private static float[][] pixels(int rows) {
    Random random = new Random(2);
    float[][] pixels = new float[rows][Math.toIntExact(IMAGE.size())];
    for (float[] row : pixels) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(256);
      }
    }
    return pixels;
  }

  private static Encoding classes(
      Shape raw,
      Shape encoded,
      List<Numeric> numeric,
      List<Categorical> categorical,
      List<Integer> order) {
    return new Encoding(
        raw,
        encoded,
        Task.CLASSIFICATION,
        numeric,
        categorical,
        order,
        List.of("a", "b", "c"),
        new TargetScale(0, 1));
  }

  private static Affine affine(int out) {
    return new Affine(out, Initializer.HE);
  }

  private static Conv2d conv(int out, int kernel, int stride, int padding) {
    return new Conv2d(out, square(kernel), square(stride), square(padding), Initializer.HE);
  }

  private static MaxPool2d max(int kernel, int stride) {
    return new MaxPool2d(square(kernel), square(stride));
  }

  private static Extent square(int extent) {
    return new Extent(extent, extent);
  }
}
