package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceTest;
import io.descent.model.ModelFixtures;
import io.descent.model.Models;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class PredictionOverHttpTest {

  private static final String NETWORK =
      """
      {"input_shape": [4], "layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"}
      """;

  @Autowired MockMvcTester mvc;
  @Autowired Models models;
  @Autowired Blobs blobs;
  @Autowired UuidV7 uuids;
  @Autowired TransactionTemplate transaction;

  @Test
  void aModelAnswersUntilItIsDeleted() throws IOException {
    UUID id = publish();
    String body = "{\"instances\": [[3, \"red\", 1], {\"x\": null, \"t\": \"yes\"}]}";

    assertThat(predict(id, body))
        .hasStatusOk()
        .hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON)
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"model_id": "%s", "predictions": [{"label": "no"}, {"label": "no"}]}
            """
                .formatted(id))
        .extractingPath("$.predictions[1].probabilities")
        .isEqualTo(java.util.Map.of("no", 0.5, "yes", 0.5));
    assertThat(mvc.delete().uri("/api/v1/models/" + id)).hasStatus(HttpStatus.NO_CONTENT);
    assertThat(predict(id, body)).hasStatus(HttpStatus.NOT_FOUND);
  }

  @Test
  void badInstancesAreRefusedWithTheirPointers() throws IOException {
    assertThat(predict(publish(), "{\"instances\": [[3, \"red\", 1], [3, \"red\", true]]}"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.errors[0].pointer")
        .isEqualTo("/instances/1/2");
  }

  @Test
  void whatIsNotJsonIsRefused() throws IOException {
    UUID id = publish();

    assertThat(predict(id, "{\"instances\": [[1, ")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(predict(id, "{\"instances\": [[1, NaN]]}")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(predict(id, "{\"instances\": [{\"x\": 1, \"x\": 2}]}"))
        .hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(predict(id, "{\"instances\": [[1,\"a\",2]]} x")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(predict(id, "")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(
            mvc.post()
                .uri("/api/v1/models/" + id + "/predictions")
                .contentType(MediaType.TEXT_PLAIN)
                .content("{}"))
        .hasStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void anUnknownModelIsNotFound() {
    assertThat(predict(new UUID(1, 1), "{\"instances\": [[1]]}")).hasStatus(HttpStatus.NOT_FOUND);
  }

  @Test
  void whileAnAliasMovesEveryAnswerIsOfOneModel() throws Exception {
    Map<String, String> labels = Map.of(publish().toString(), "no", publish(-2f).toString(), "yes");
    String body =
        "{\"instances\": [%s[30, \"red\", 1]]}".formatted("[30, \"red\", 1], ".repeat(50));
    List<String> ids = List.copyOf(labels.keySet());
    point(ids.getFirst());
    try (ExecutorService movers = Executors.newSingleThreadExecutor()) {
      Future<?> moving =
          movers.submit(() -> IntStream.range(0, 60).forEach(i -> point(ids.get(i % 2))));
      Set<String> seen = new HashSet<>();
      while (!moving.isDone() || seen.size() < 2) {
        JsonNode answer =
            JsonMapper.shared()
                .readTree(predict("moving", body).getResponse().getContentAsByteArray());
        seen.add(answer.get("model_id").stringValue());
        assertThat(Set.copyOf(answer.get("predictions").findValuesAsString("label")))
            .containsExactly(labels.get(answer.get("model_id").stringValue()));
        if (moving.isDone()) {
          ids.stream().filter(id -> !seen.contains(id)).forEach(this::point);
        }
      }
      moving.get();
    }
    point(ids.getLast());
    assertThat(predict("moving", body)).bodyText().contains(ids.getLast());
  }

  private void point(String model) {
    assertThat(
            mvc.put()
                .uri("/api/v1/models/aliases/moving")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"model_id\": \"" + model + "\"}"))
        .hasStatusOk();
  }

  /** Two classes that are equally likely, but for x, which is for the first. */
  private UUID publish() throws IOException {
    return publish(2f);
  }

  private UUID publish(float weight) throws IOException {
    UUID id = uuids.next();
    ByteBuffer weights = ByteBuffer.allocate(10 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    weights.putFloat(0, weight);
    Blob blob = blobs.write(out -> out.write(weights.array()));
    transaction.executeWithoutResult(
        _ -> models.publish(ModelFixtures.draft(id, "m", blob, ModelFixtures.encoding(), NETWORK)));
    return id;
  }

  private MvcTestResult predict(UUID id, String body) {
    return predict(id.toString(), body);
  }

  private MvcTestResult predict(String id, String body) {
    return mvc.post()
        .uri("/api/v1/models/" + id + "/predictions")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
