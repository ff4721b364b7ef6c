package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NetworkTest {

  private final Samples maps = ArraySamples.clouds(40, 144, 4, 1);
  private final Network network =
      Nets.trained(Trainer.start(Nets.convolutional(), Nets.plan(2, 16, Nets.adam()), maps, maps))
          .network();

  private byte[] written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    network.write(out);
    return out.toByteArray();
  }

  @Test
  void tensorsAreParametersThenStateInClientShapes() {
    assertThat(network.tensors())
        .extracting(t -> t.name() + " " + t.shape() + (t.trainable() ? "" : " state"))
        .containsExactly(
            "0.W [6, 2, 3, 2]",
            "0.b [6]",
            "1.gamma [6]",
            "1.beta [6]",
            "4.W [9, 6, 2, 2]",
            "4.b [9]",
            "9.W [36, 4]",
            "9.b [4]",
            "1.running_mean [6] state",
            "1.running_var [6] state");
  }

  @Test
  void itIsReadBackFromWhatItWrites() throws IOException {
    byte[] bytes = written();
    Network read = Network.read(Nets.convolutional(), new ByteArrayInputStream(bytes));
    assertThat(read.sha256()).isEqualTo(network.sha256());
    float first = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat();
    assertThat(first).isEqualTo(network.tensors().getFirst().values()[0]);
  }

  @Test
  void weightsOfAnotherLengthAreRefused() throws IOException {
    byte[] bytes = written();
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatIOException()
        .isThrownBy(() -> Network.read(Nets.convolutional(), new ByteArrayInputStream(shorter)));
    assertThatIOException()
        .isThrownBy(() -> Network.read(Nets.convolutional(), new ByteArrayInputStream(longer)));
  }

  @Test
  void aBatchGivesTheBitsOfItsSingleRows() {
    int rows = 13;
    float[] inputs = new float[rows * 144];
    for (int r = 0; r < rows; r++) {
      maps.input(r, inputs, r * 144);
    }
    float[] batch = new float[rows * 4];
    network.predictor(rows).predict(inputs, rows, batch);
    Predictor single = network.predictor(1);
    for (int r = 0; r < rows; r++) {
      float[] output = new float[4];
      single.predict(Arrays.copyOfRange(inputs, r * 144, (r + 1) * 144), 1, output);
      assertThat(output).isEqualTo(Arrays.copyOfRange(batch, r * 4, (r + 1) * 4));
    }
  }

  @Test
  void evaluationShowsTheOutputsThatPredictionGives() {
    float[][] shown = new float[maps.rows()][];
    network.evaluate(maps, (outputs, row) -> shown[row] = outputs.clone());
    float[] inputs = new float[144];
    maps.input(17, inputs, 0);
    float[] output = new float[4];
    network.predictor(1).predict(inputs, 1, output);
    assertThat(shown[17]).isEqualTo(output);
  }

  @Test
  void activatedOutputsAreProbabilities() {
    float[] outputs = {1000, -1000, 0, 1, 3, 3, 3, 3};
    network.predictor(2).activateInPlace(outputs, 2);
    assertThat(outputs[0]).isEqualTo(1f);
    assertThat(outputs[4]).isEqualTo(0.25f);
  }
}
