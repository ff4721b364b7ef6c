package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.descent.ServiceTest;
import io.descent.engine.Predictor;
import io.descent.model.SavedModels.Saved;
import io.descent.model.onnx.OnnxExportTest;
import io.descent.model.onnx.OnnxFile;
import io.descent.model.onnx.OnnxRules;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Sha256;
import java.security.MessageDigest;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class OnnxOverHttpTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Autowired MockMvcTester mvc;
  @Autowired ApplicationContext service;
  private SavedModels saved;

  @BeforeEach
  void prepare() {
    saved = new SavedModels(service);
  }

  @Test
  void theFileAnswersRawRowsAsTheNetworkDoes() throws Exception {
    Saved model = saved.classifier("onnx");
    MvcTestResult result = get(model.id(), "");
    assertThat(result)
        .hasStatusOk()
        .hasContentType("application/octet-stream")
        .hasHeader(
            HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + model.id() + ".onnx\"");
    ModelProto file = ModelProto.parseFrom(result.getResponse().getContentAsByteArray());
    OnnxRules.check(file);

    float[] encoded = new float[4];
    model.encoding().encode(new double[] {2.5, 0.25}, new int[] {1}, encoded, 0);
    Predictor predictor = model.network().predictor(1);
    float[] wanted = new float[3];
    predictor.predict(encoded, 1, wanted);
    predictor.activateInPlace(wanted, 1);
    float[][] got =
        OnnxExportTest.run(file, model.encoding().inputShape(), new float[][] {{2.5f, 1, 0.25f}});
    for (int i = 0; i < 3; i++) {
      assertThat(got[0][i]).isCloseTo(wanted[i], within(1e-5f));
    }
  }

  @Test
  void theFileTellsWhereItComesFrom() throws Exception {
    Saved model = saved.classifier("told");
    ModelProto file =
        ModelProto.parseFrom(get(model.id(), "").getResponse().getContentAsByteArray());
    Map<String, String> properties =
        file.getMetadataPropsList().stream()
            .collect(Collectors.toMap(it -> it.getKey(), it -> it.getValue()));
    assertThat(properties)
        .containsEntry("model_id", model.id().toString())
        .containsEntry("weights_sha256", model.network().sha256())
        .containsEntry("dataset_sha256", "cd".repeat(32))
        .containsEntry("task", "classification")
        .containsEntry("classes", "[\"0\",\"1\",\"2\"]")
        .containsEntry("provenance", "{\"kernel\":\"plain\"}")
        .containsKeys("model", "training", "model_sha256", "training_sha256");
  }

  @Test
  void theReportTellsWhatTheFileNeeds() throws Exception {
    Saved model = saved.images("reported");
    MvcTestResult report = get(model.id(), "?report=true");
    assertThat(report)
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"model_id": "%s", "opset": 13, "ir_version": 7,
             "operators": {"Cast": 2, "Div": 1, "Conv": 1, "Relu": 1, "Flatten": 1, "Gemm": 1,
                           "Identity": 1},
             "input": {"name": "input", "datatype": "FP32", "shape": [-1, 1, 3, 2]},
             "output": {"name": "output", "datatype": "FP32", "shape": [-1, 2]},
             "digests": {"weights_sha256": "%s", "dataset_sha256": "%s"}}
            """
                .formatted(model.id(), model.network().sha256(), "cd".repeat(32)));
    byte[] file = get(model.id(), "?report=false").getResponse().getContentAsByteArray();
    JsonNode json = JSON.readTree(report.getResponse().getContentAsByteArray());
    assertThat(json.get("bytes").intValue()).isEqualTo(file.length);
    MessageDigest digest = Sha256.start();
    digest.update(file);
    assertThat(json.get("digests").get("sha256").stringValue()).isEqualTo(Sha256.hex(digest));
  }

  @Test
  void anUnknownModelHasNoFile() {
    assertThat(get(new UUID(1, 2), "")).hasStatus(HttpStatus.NOT_FOUND);
    assertThat(mvc.get().uri("/api/v1/models/x/onnx")).hasStatus(HttpStatus.NOT_FOUND);
  }

  @Test
  void anUnreadableQueryIsRefused() throws Exception {
    Saved model = saved.binary("queried");
    assertThat(get(model.id(), "?report=perhaps")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(get(model.id(), "?raport=true")).hasStatus(HttpStatus.BAD_REQUEST);
  }

  @Test
  void moreWeightsThanAFileHoldsAreRefused() {
    OnnxFile.requireSize(500_000_000);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> OnnxFile.requireSize(530_000_000))
        .satisfies(it -> assertThat(it.kind()).isEqualTo(ProblemKind.TOO_LARGE))
        .withMessageContaining("safetensors");
  }

  private MvcTestResult get(UUID id, String query) {
    return mvc.get().uri("/api/v1/models/" + id + "/onnx" + query).exchange();
  }
}
