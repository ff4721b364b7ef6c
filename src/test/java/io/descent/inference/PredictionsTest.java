package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.descent.dataset.Encoding;
import io.descent.engine.Initializer;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Network;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.model.LoadedModel;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PredictionsTest {

  private static final BatchTurns.Runner AT_ONCE =
      new BatchTurns.Runner() {
        @Override
        public void run(double flops, Runnable batch) {
          batch.run();
        }

        @Override
        public void keep(long bytes) {}
      };

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void classesGetTheirProbabilities() {
    ServedModel model = linear(LossSpec.SOFTMAX_CE, List.of("a", "b"), 1f, -1f, 0f, 0f, 0f, 0f);

    JsonNode answer = answer(model, "{\"instances\": [[1, 7], [-3, 7]]}");

    assertThat(answer.get("model_id").stringValue()).isEqualTo(model.model().id().toString());
    JsonNode first = answer.at("/predictions/0");
    assertThat(first.get("label").stringValue()).isEqualTo("a");
    assertThat(first.at("/probabilities/a").doubleValue())
        .isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
    assertThat(first.at("/probabilities/b").doubleValue())
        .isCloseTo(1 / (1 + Math.exp(2)), within(1e-6));
    assertThat(answer.at("/predictions/1/label").stringValue()).isEqualTo("b");
  }

  @Test
  void oneOutputForTwoClassesIsTheProbabilityOfTheSecond() {
    ServedModel model = linear(LossSpec.BCE_LOGITS, List.of("no", "yes"), 2f, 0f, 0f);

    JsonNode answer = answer(model, "{\"instances\": [[1, 0], [-1, 0]]}");

    assertThat(answer.at("/predictions/0/label").stringValue()).isEqualTo("yes");
    assertThat(answer.at("/predictions/0/probabilities/yes").doubleValue())
        .isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
    assertThat(answer.at("/predictions/1/label").stringValue()).isEqualTo("no");
    assertThat(answer.at("/predictions/1/probabilities/no").doubleValue())
        .isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
  }

  @Test
  void outputsThatAreProbabilitiesStayAsTheyAre() {
    float[] weights = {1f, -1f, 0f, 0f, 0f, 0f};
    ServedModel fused = linear(LossSpec.SOFTMAX_CE, List.of("a", "b"), weights);
    ServedModel apart = linear(LossSpec.CROSS_ENTROPY, List.of("a", "b"), weights);
    String rows = "{\"instances\": [[1, 7], [-3, 7]]}";

    assertThat(answer(apart, rows).get("predictions"))
        .isEqualTo(answer(fused, rows).get("predictions"));
  }

  @Test
  void aSquaredErrorOnClassesGivesScores() {
    ServedModel model = linear(LossSpec.MSE, List.of("a", "b"), 1f, 0f, 0f, 1f, 0f, 0.5f);

    assertThat(answer(model, "{\"instances\": [[3, 2]]}").get("predictions"))
        .hasToString("[{\"label\":\"a\",\"scores\":{\"a\":3.0,\"b\":2.5}}]");
  }

  @Test
  void aRegressionIsTurnedBackIntoTheTargetsUnit() {
    ServedModel model = linear(LossSpec.MSE, List.of(), 1f, 0f, 0.5f);

    assertThat(answer(model, "{\"instances\": [[2, 0]]}").get("predictions"))
        .hasToString("[{\"value\":125.0}]");
  }

  @Test
  void whatIsNotFiniteIsNullAndNamed() {
    ServedModel classes = linear(LossSpec.SOFTMAX_CE, List.of("a", "b"), 3e38f, 0f, 0f, 0f, 0f, 0f);
    ServedModel value = linear(LossSpec.MSE, List.of(), 3e38f, 0f, 0f);

    assertThat(answer(classes, "{\"instances\": [[1e10, 0]]}").get("predictions"))
        .hasToString("[{\"label\":null,\"probabilities\":null,\"nonfinite\":[\"probabilities\"]}]");
    assertThat(answer(value, "{\"instances\": [[1e10, 0]]}").get("predictions"))
        .hasToString("[{\"value\":null,\"nonfinite\":[\"value\"]}]");
  }

  @Test
  void manyInstancesGetTheBitsOfSingleOnes() {
    Random random = new Random(3);
    float[] weights = new float[9];
    IntStream.range(0, 9).forEach(i -> weights[i] = random.nextFloat() - 0.5f);
    ServedModel model = linear(LossSpec.SOFTMAX_CE, List.of("a", "b", "c"), weights);
    List<String> rows =
        IntStream.range(0, 207)
            .mapToObj(_ -> "[" + random.nextGaussian() + "," + random.nextGaussian() + "]")
            .toList();

    JsonNode together = answer(model, "{\"instances\": [" + String.join(",", rows) + "]}");

    List<String> apart = new ArrayList<>();
    for (String row : rows) {
      apart.add(answer(model, "{\"instances\": [" + row + "]}").at("/predictions/0").toString());
    }
    assertThat(
            together.get("predictions").values().stream()
                .map(JsonNode::toString)
                .collect(Collectors.toList()))
        .isEqualTo(apart);
  }

  @Test
  void aBodyWithoutInstancesIsRefused() {
    assertThat(refusal("{\"instances\": []}").kind()).isEqualTo(ProblemKind.INVALID);
    assertThat(refusal("{}").kind()).isEqualTo(ProblemKind.UNREADABLE);
    assertThat(refusal("[]").kind()).isEqualTo(ProblemKind.UNREADABLE);
    assertThat(refusal("{\"instances\": 5}").kind()).isEqualTo(ProblemKind.UNREADABLE);
    assertThat(refusal("{\"instances\": [[1, 2]], \"instance\": 1}").errors())
        .singleElement()
        .asString()
        .contains("/instance,", "did you mean \"instances\"?");
  }

  @Test
  void readableAndUnreadableProblemsAnswerAsUnreadable() {
    ProblemException refusal = refusal("{\"instances\": [[1], [1, true]]}");

    assertThat(refusal.kind()).isEqualTo(ProblemKind.UNREADABLE);
    assertThat(refusal.errors()).hasSize(2);
  }

  @Test
  void moreInstancesThanTheLimitAreTooLarge() {
    String body = "{\"instances\": [" + "[1, 2],".repeat(10) + "[1, 2]]}";

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> outputs(two(), body, 10))
        .matches(it -> it.kind() == ProblemKind.TOO_LARGE);
  }

  @Test
  void aHundredProblemsEndTheReading() {
    String body = "{\"instances\": [" + "{\"z\": 1},".repeat(100_000) + "{}]}";

    assertThat(refusal(body).errors()).hasSize(100);
  }

  private static ProblemException refusal(String body) {
    return catchThrowableOfType(ProblemException.class, () -> outputs(two(), body, 100_000));
  }

  private static ServedModel two() {
    return linear(LossSpec.SOFTMAX_CE, List.of("a", "b"), 1f, -1f, 0f, 0f, 0f, 0f);
  }

  /** One affine layer of two inputs; weights (in, out), then biases; softmax where it must be. */
  private static ServedModel linear(LossSpec loss, List<String> classes, float... weights) {
    int out = weights.length / 3;
    LayerSpec affine = new LayerSpec.Affine(out, Initializer.HE);
    LayerSpec last =
        loss == LossSpec.CROSS_ENTROPY ? new LayerSpec.Softmax() : new LayerSpec.Flatten();
    ModelSpec spec = new ModelSpec(Shape.of(2), List.of(affine, last), loss);
    Encoding encoding =
        new Encoding(
            Shape.of(2),
            Shape.of(2),
            classes.isEmpty() ? Task.REGRESSION : Task.CLASSIFICATION,
            List.of(new Encoding.Numeric("x", 0, 0, 1), new Encoding.Numeric("y", 0, 0, 1)),
            List.of(),
            List.of(0, 1),
            classes,
            classes.isEmpty() ? new Encoding.TargetScale(100, 10) : Encoding.TargetScale.NONE);
    return new ServedModel(
        new LoadedModel(
            new UUID(1, 2), "m", encoding, "t", List.of(), network(spec, weights), 100));
  }

  private static Network network(ModelSpec spec, float[] weights) {
    ByteBuffer bytes =
        ByteBuffer.allocate(weights.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights);
    try {
      return Network.read(spec, new ByteArrayInputStream(bytes.array()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode answer(ServedModel model, String body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      new PredictionWriter(model, generator)
          .write(
              new Answers(
                  outputs(model, body, 100_000),
                  new Remarks(),
                  Passthrough.none(),
                  OptionalDouble.empty()));
    }
    return JSON.readTree(text.toString());
  }

  private static Outputs outputs(ServedModel model, String body, int most) {
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      InstanceForm form = new TableInstances(model.table().orElseThrow());
      return model.answer(
          AT_ONCE,
          batches ->
              new InstanceStream(form, batches, most, Passthrough.none(), model::isColumn)
                  .read(parser));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
