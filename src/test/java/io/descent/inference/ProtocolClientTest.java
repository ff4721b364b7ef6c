package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.descent.ServiceTest;
import io.descent.engine.Predictor;
import io.descent.model.SavedModels;
import io.descent.model.SavedModels.Saved;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import triton.client.InferInput;
import triton.client.InferRequestedOutput;
import triton.client.InferResult;
import triton.client.InferenceException;
import triton.client.InferenceServerClient;
import triton.client.InferenceServerClient.InferArguments;
import triton.client.pojo.DataType;

/** The Open Inference Protocol as Triton's Java client speaks it, unchanged. */
@ServiceTest
class ProtocolClientTest {

  private static final int MILLIS = 20_000;

  @Autowired ApplicationContext service;
  @LocalServerPort int port;
  private SavedModels saved;
  private InferenceServerClient client;

  @BeforeEach
  void connect() throws Exception {
    saved = new SavedModels(service);
    client = new InferenceServerClient("localhost:" + port, MILLIS, MILLIS);
    client.setRetryCnt(1);
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void tensorsGoAndComeAsBytesOrJson(boolean binaryInput, boolean binaryOutput) throws Exception {
    Saved model = saved.classifier("asked by a client");
    InferInput input = new InferInput("input", new long[] {2, 3}, DataType.FP32);
    input.setData(new float[] {2.5f, 1, 0.25f, -1, 7, 3}, binaryInput);

    InferResult answer =
        client.infer(
            model.id().toString(),
            List.of(input),
            List.of(new InferRequestedOutput("output", binaryOutput)));

    assertThat(answer.getOutputs()).containsExactly("output");
    float[] probabilities = answer.getOutputAsFloat("output");
    assertThat(probabilities).hasSize(6);
    assertThat(probabilities).startsWith(probabilities(model, 2.5, 1, 0.25));
    assertThat(probabilities).endsWith(probabilities(model, -1, -1, 3));
  }

  private static float[] probabilities(Saved model, double x, int colour, double y) {
    float[] encoded = new float[4];
    model.encoding().encode(new double[] {x, y}, new int[] {colour}, encoded, 0);
    Predictor predictor = model.network().predictor(1);
    float[] outputs = new float[3];
    predictor.predict(encoded, 1, outputs);
    predictor.activateInPlace(outputs, 1);
    return outputs;
  }

  @Test
  void aVersionAndAnIdAreAnswered() throws Exception {
    saved.regression("versions-for-a-client");
    saved.classifier("versions-for-a-client");
    InferInput input = new InferInput("input", new long[] {1, 3}, DataType.INT32);
    input.setData(new int[] {7, 1, -2}, true);

    InferResult first =
        client.infer(
            new InferArguments("versions-for-a-client", input)
                .setModelVersion("1")
                .setRequestId("a request"));

    assertThat(first.getResponse().getModelVersion()).isEqualTo("1");
    assertThat(first.getResponse().getId()).isEqualTo("a request");
    assertThat(first.getOutputAsFloat("output")).hasSize(1);
  }

  @Test
  void pixelsAreBytes() throws Exception {
    Saved model = saved.images("images for a client");
    InferInput input = new InferInput("input", new long[] {1, 1, 3, 2}, DataType.UINT8);
    input.setData(new byte[] {0, (byte) 255, 12, 7, (byte) 200, 91}, true);

    InferResult answer = client.infer(new InferArguments(model.id().toString(), input));

    assertThat(answer.getOutputAsFloat("output")).hasSize(2);
  }

  @Test
  void aRefusalIsTold() {
    InferInput input = new InferInput("input", new long[] {1, 3}, DataType.FP32);
    input.setData(new float[3], true);

    assertThatExceptionOfType(InferenceException.class)
        .isThrownBy(() -> client.infer(new InferArguments("nobody", input)))
        .withStackTraceContaining("there is no model nobody");
  }
}
