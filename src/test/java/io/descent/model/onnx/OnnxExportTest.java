package io.descent.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import io.descent.dataset.Encoding;
import io.descent.dataset.Encoding.Categorical;
import io.descent.dataset.Encoding.Numeric;
import io.descent.dataset.Encoding.TargetScale;
import io.descent.engine.Extent;
import io.descent.engine.Initializer;
import io.descent.engine.Kind;
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
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.NamedTensor;
import io.descent.engine.Network;
import io.descent.engine.Predictor;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.model.ReferenceForward;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

public class OnnxExportTest {

  private static final Shape IMAGE = Shape.of(1, 9, 11);
  private static final List<String> ABC = List.of("a", "b", "c");
  private static final TargetScale NONE = TargetScale.NONE;

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
        Arguments.of("softmax", List.of(affine(7), new Softmax(), affine(3))),
        Arguments.of("flatten", List.of(new Flatten(), affine(3))),
        Arguments.of("batchnorm1d", List.of(affine(7), new BatchNorm1d(1e-5, 0.1), affine(3))),
        Arguments.of("conv2d", List.of(conv(2, 3, 1, 0), new Flatten(), affine(3))),
        Arguments.of("conv2d padded", List.of(conv(2, 3, 2, 1), conv(3, 2, 1, 1), affine(3))),
        Arguments.of(
            "conv2d of unequal extents",
            List.of(
                new Conv2d(2, new Extent(2, 3), new Extent(1, 2), new Extent(0, 2), Initializer.HE),
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

  @Test
  void nothingIsLeftOut() {
    assertThat(layers().flatMap(it -> ((List<?>) it.get()[1]).stream()).map(LayerSpec.class::cast))
        .extracting(LayerSpec::type)
        .containsAll(LayerSpec.kinds().stream().map(Kind::type).toList());
    assertThat(losses().map(it -> it.get()[0])).contains((Object[]) LossSpec.values());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void everyLayerAgreesWithDoublePrecisionAndOurPredictions(String name, List<LayerSpec> layers)
      throws Exception {
    Encoding images =
        new Encoding(IMAGE, IMAGE, Task.CLASSIFICATION, List.of(), List.of(), List.of(), ABC, NONE);
    ModelSpec model = new ModelSpec(IMAGE, layers, LossSpec.MSE);
    agrees(model, images, pixels(5), OnnxExportTest::scaled);
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of(LossSpec.SOFTMAX_CE, 3, table(Task.CLASSIFICATION, ABC, NONE)),
        Arguments.of(LossSpec.CROSS_ENTROPY, 3, table(Task.CLASSIFICATION, ABC, NONE)),
        Arguments.of(LossSpec.MSE, 3, table(Task.CLASSIFICATION, ABC, NONE)),
        Arguments.of(LossSpec.BCE_LOGITS, 1, table(Task.CLASSIFICATION, List.of("n", "y"), NONE)),
        Arguments.of(
            LossSpec.MSE, 1, table(Task.REGRESSION, List.of(), new TargetScale(152.5, 77.25))));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("losses")
  void everyLossGivesItsAnswerFromRawColumns(LossSpec loss, int outputs, Encoding encoding)
      throws Exception {
    LayerSpec last = loss == LossSpec.CROSS_ENTROPY ? new Softmax() : new Flatten();
    List<LayerSpec> layers = List.of(affine(6), new Tanh(), affine(outputs), last);
    ModelSpec model = new ModelSpec(encoding.encodedShape(), layers, loss);
    agrees(model, encoding, ROWS, row -> encoded(encoding, row));
  }

  @Test
  void onlyNumbersNeedNoOtherColumns() throws Exception {
    Numeric column = new Numeric("x", 2, 1e6, 3);
    Encoding encoding =
        new Encoding(
            Shape.of(1),
            Shape.of(1),
            Task.CLASSIFICATION,
            List.of(column),
            List.of(),
            List.of(0),
            ABC,
            NONE);
    ModelSpec model = new ModelSpec(Shape.of(1), List.of(affine(3)), LossSpec.MSE);
    float[][] rows = {{1_000_003f}, {999_998.5f}};
    agrees(model, encoding, rows, x -> new double[] {(float) ((x[0] - 1e6) / 3)});
  }

  @Test
  void onlyCategoriesNeedNoNumbers() throws Exception {
    Encoding encoding =
        new Encoding(
            Shape.of(1),
            Shape.of(2),
            Task.CLASSIFICATION,
            List.of(),
            List.of(new Categorical("c", List.of("u", "v"))),
            List.of(-1),
            ABC,
            NONE);
    ModelSpec model = new ModelSpec(Shape.of(2), List.of(affine(3)), LossSpec.SOFTMAX_CE);
    agrees(
        model,
        encoding,
        new float[][] {{0}, {1}, {2}},
        x -> new double[] {x[0] == 0 ? 1 : 0, x[0] == 1 ? 1 : 0});
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    ModelSpec model = new ModelSpec(IMAGE, List.of(conv(2, 3, 1, 1), affine(3)), LossSpec.MSE);
    Network network =
        ReferenceForward.network(model, ReferenceForward.weights(model.layers(), IMAGE, 1));
    Encoding images =
        new Encoding(IMAGE, IMAGE, Task.CLASSIFICATION, List.of(), List.of(), List.of(), ABC, NONE);
    SequencedMap<String, String> properties = new LinkedHashMap<>();
    properties.put("weights_sha256", "ab");
    ModelProto file = file(network, images, "1.0", properties);
    assertThat(file.getMetadataProps(0).getValue()).isEqualTo("ab");
    assertThat(file.getProducerVersion()).isEqualTo("1.0");
    assertThat(file(network, images, "1.0", properties)).isEqualTo(file);
    assertThat(file.toByteArray()).isEqualTo(bytes(network, images, "1.0", properties));
  }

  private static ModelProto file(
      Network network, Encoding encoding, String version, SequencedMap<String, String> properties) {
    try {
      return ModelProto.parseFrom(bytes(network, encoding, version, properties));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(
      Network network, Encoding encoding, String version, SequencedMap<String, String> properties) {
    OnnxExport export = new OnnxExport(network.model(), encoding);
    ModelProto content = export.build("m", version, properties);
    return BareOnnx.bytes(network, content, export.weights());
  }

  /** A number, a category, a number that may be missing, a category. */
  private static final float[][] ROWS = {
    {5.1f, 0, 1200, 1},
    {Float.NaN, 2, -3.5f, 0},
    {1e-3f, 1, Float.NaN, 1},
    {4, 3, 7e5f, Float.NaN},
    {4, -1, 900, 2}
  };

  private static Encoding table(Task task, List<String> classes, TargetScale target) {
    return new Encoding(
        Shape.of(4),
        Shape.of(7),
        task,
        List.of(new Numeric("a", 5.84, 5.8, 0.83), new Numeric("b", 1000, 200, 1600)),
        List.of(
            new Categorical("c", List.of("u", "v", "w")),
            new Categorical("d", List.of("no", "yes"))),
        List.of(0, -1, 1, -2),
        classes,
        target);
  }

  private static double[] encoded(Encoding encoding, double[] row) {
    float[] into = new float[7];
    int[] categories = {category(row[1], 3), category(row[3], 2)};
    encoding.encode(new double[] {row[0], row[2]}, categories, into, 0);
    return doubles(into);
  }

  private static int category(double index, int categories) {
    return index >= 0 && index < categories ? (int) index : -1;
  }

  private static double[] scaled(double[] pixels) {
    return Arrays.stream(pixels).map(p -> (float) (p / 255)).toArray();
  }

  private static void agrees(
      ModelSpec model, Encoding encoding, float[][] rows, UnaryOperator<double[]> preprocessing)
      throws OrtException {
    List<NamedTensor> tensors = ReferenceForward.weights(model.layers(), model.inputShape(), 1);
    Network network = ReferenceForward.network(model, tensors);
    ModelProto file = file(network, encoding, "1", new LinkedHashMap<>());
    OnnxRules.check(file);
    float[][] got = run(file, encoding.inputShape(), rows);
    Predictor predictor = network.predictor(1);
    float[] y = new float[predictor.outputs()];
    double[][] exact = new double[rows.length][];
    double[][] ours = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double[] x = preprocessing.apply(doubles(rows[i]));
      double[] outputs = ReferenceForward.outputs(model.layers(), tensors, model.inputShape(), x);
      exact[i] = answer(model.loss(), encoding, outputs);
      predictor.predict(floats(x), 1, y);
      ours[i] = answer(model.loss(), encoding, doubles(y));
    }
    assertAgree(got, exact);
    assertAgree(got, ours);
  }

  private static float[] floats(double[] row) {
    float[] floats = new float[row.length];
    IntStream.range(0, row.length).forEach(i -> floats[i] = (float) row[i]);
    return floats;
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
      case CROSS_ENTROPY -> y;
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

  public static float[][] run(ModelProto file, Shape shape, float[][] rows) throws OrtException {
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
