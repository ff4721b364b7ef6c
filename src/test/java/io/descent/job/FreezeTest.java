package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trainings that start from a model, of which layers may stay as they are. */
@ServiceTest
class FreezeTest {

  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 6}, {"type": "batchnorm1d"},
         {"type": "relu"}, {"type": "affine", "out": 2}], "loss": "softmax_ce"},
       "training": {"epochs": 4, "batch_size": 5, "seed": 1,
         "split": {"train": 1, "validation": 0, "test": 0}}%s}\
      """;

  @LocalServerPort private int port;
  private ServiceClient service;
  private String dataset = "";

  @BeforeEach
  void upload() {
    service = new ServiceClient(port);
    StringBuilder table = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 40; i++) {
      table.append(i).append(',').append(i * 7 % 11).append(i % 3 == 0 ? ",a\n" : ",b\n");
    }
    dataset = service.upload(table.toString(), "name=frozen");
  }

  private String job(String more) {
    return JOB.formatted(dataset, more);
  }

  private String warm(String model, String more) {
    return job(", \"warm_start\": {\"model_id\": \"%s\"}%s".formatted(model, more));
  }

  @Test
  void frozenLayersKeepTheirBitsAlsoWhenTheTrainingIsReproduced() {
    String first = service.model(job(""));
    JsonNode job = service.trained(warm(first, ", \"freeze\": [1, 0]"));
    assertThat(job.path("freeze").toString()).isEqualTo("[0,1]");
    String second = job.path("model_id").stringValue();
    for (String name : new String[] {"0.W", "0.b", "1.gamma", "1.running_mean", "1.running_var"}) {
      assertThat(tensor(second, name)).as(name).isEqualTo(tensor(first, name));
    }
    assertThat(tensor(second, "3.W")).isNotEqualTo(tensor(first, "3.W"));
    String id = job.path("id").stringValue();
    JsonNode again =
        service.ended(
            service
                .post("/api/v1/jobs/" + id + "/reproduce", "{}")
                .expect(202)
                .json()
                .path("id")
                .stringValue());
    assertThat(again.at("/reproduction/match").booleanValue()).isTrue();
    JsonNode trace = service.post("/api/v1/jobs/" + id + "/trace?step=2", "{}").expect(200).json();
    assertThat(trace.path("gradients").propertyNames()).containsExactly("3.W", "3.b", "dx");
    assertThat(trace.at("/replayed/equals_recorded").booleanValue()).isTrue();
  }

  @Test
  void aModelThatAJobStartsFromIsNotDeleted() {
    String first = service.model(job(""));
    JsonNode job = service.trained(warm(first, ""));
    assertThat(service.delete("/api/v1/models/" + first).expect(409).text())
        .contains("job " + job.path("id").stringValue());
    service.delete("/api/v1/jobs/" + job.path("id").stringValue()).expect(204);
    service.delete("/api/v1/models/" + first).expect(204);
    service.post("/api/v1/jobs", warm(first, "")).expect(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [4] | 422 | /freeze/0
          [0, -1] | 422 | /freeze/1
          ["0"] | 400 | /freeze/0
          0 | 400 | /freeze
          [0, 1, 3] | 422 | /freeze
          """)
  void wrongLayersAreRefusedWithTheirPointer(String freeze, int status, String pointer) {
    JsonNode refusal =
        service.post("/api/v1/jobs", job(", \"freeze\": " + freeze)).expect(status).json();
    assertThat(refusal.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
  }

  /** The bytes of a tensor in a model's file. */
  private byte[] tensor(String model, String name) {
    byte[] file = service.get("/api/v1/models/" + model + "/weights").expect(200).http().body();
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String head = new String(file, Long.BYTES, length, StandardCharsets.UTF_8);
    JsonNode place = new JsonMapper().readTree(head).path(name).path("data_offsets");
    int from = Long.BYTES + length + place.get(0).intValue();
    return Arrays.copyOfRange(file, from, Long.BYTES + length + place.get(1).intValue());
  }
}
