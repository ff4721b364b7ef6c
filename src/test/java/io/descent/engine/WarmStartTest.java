package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.engine.WarmStart.How;
import io.descent.engine.WarmStart.Places;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmStartTest {

  private static final int INPUTS = 13;
  private static final int CLASSES = 5;

  /** Of each input here its place there: back to front. */
  private static final Places REVERSED = places(INPUTS, i -> INPUTS - 1 - i);

  private static final Places ROTATED = places(CLASSES, i -> (i + 1) % CLASSES);

  private final Samples clouds = ArraySamples.clouds(40, INPUTS, CLASSES, 1);
  private final Network known =
      Nets.trained(Trainer.start(Nets.dense(), Nets.plan(2, 16, Nets.adam()), clouds, clouds))
          .network();

  private static Places places(int there, java.util.function.IntUnaryOperator of) {
    return new Places(IntStream.range(0, there).map(of).boxed().toList(), there);
  }

  static List<ModelSpec> networks() {
    return List.of(Nets.dense(), Nets.convolutional(), Nets.digits(), normalizedFirst());
  }

  private static ModelSpec normalizedFirst() {
    return new ModelSpec(
        Shape.of(INPUTS),
        List.of(
            new LayerSpec.BatchNorm1d(1e-5, 0.1),
            Nets.affine(CLASSES),
            new LayerSpec.BatchNorm1d(1e-5, 0.1)),
        LossSpec.SOFTMAX_CE);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void eachTensorOfTheNetworkIsCarriedWithItsBitsWhereNothingMoved(ModelSpec model) {
    Network other = Network.drawn(model, 7);
    WarmStart start = WarmStart.of(model, model, Places.SAME, Places.SAME);

    assertThat(start.tensors()).allMatch(it -> it.how() == How.CARRIED && it.why().isEmpty());
    assertThat(start.tensors())
        .extracting(WarmStart.Tensor::name)
        .containsExactlyInAnyOrderElementsOf(
            other.tensors().stream().map(NamedTensor::name).toList());
    assertThat(start.start(other, 1).sha256()).isEqualTo(other.sha256());
  }

  @Test
  void inputsAndOutputsThatMovedTakeTheirWeightsAlong() {
    WarmStart start = WarmStart.of(Nets.dense(), Nets.dense(), REVERSED, ROTATED);
    Network moved = start.start(known, 1);

    assertThat(how(start, How.PERMUTED)).containsExactly("0.W", "10.W", "10.b");
    assertThat(how(start, How.INITIALISED)).isEmpty();
    float[] first = values(known, "0.W");
    float[] last = values(known, "10.W");
    for (int i = 0; i < INPUTS; i++) {
      assertThat(row(values(moved, "0.W"), i, 37)).isEqualTo(row(first, INPUTS - 1 - i, 37));
    }
    for (int i = 0; i < 7; i++) {
      float[] row = row(last, i, CLASSES);
      assertThat(row(values(moved, "10.W"), i, CLASSES))
          .containsExactly(row[1], row[2], row[3], row[4], row[0]);
    }
  }

  /** The sums over inputs run in another order, so that they may round otherwise. */
  @Test
  void aNetworkThatMovedSaysTheSameOfRowsThatMoved() {
    Network moved = WarmStart.of(Nets.dense(), Nets.dense(), REVERSED, ROTATED).start(known, 1);
    float[] x = new float[INPUTS];
    float[] there = new float[CLASSES];
    float[] here = new float[CLASSES];
    for (int r = 0; r < clouds.rows(); r++) {
      clouds.input(r, x, 0);
      known.predictor(1).predict(x, 1, there);
      moved.predictor(1).predict(reversed(x), 1, here);
      for (int k = 0; k < CLASSES; k++) {
        assertThat(here[k]).isCloseTo(there[(k + 1) % CLASSES], within(1e-5f));
      }
    }
  }

  @Test
  void whatIsNewIsDrawnAsIfNothingWereTakenOver() {
    ModelSpec wider =
        new ModelSpec(Shape.of(INPUTS + 1), Nets.dense().layers(), LossSpec.SOFTMAX_CE);
    List<Integer> sources =
        IntStream.rangeClosed(0, INPUTS)
            .map(i -> i == 4 ? -1 : i - (i > 4 ? 1 : 0))
            .boxed()
            .toList();
    WarmStart start = WarmStart.of(Nets.dense(), wider, new Places(sources, INPUTS), Places.SAME);
    float[] started = values(start.start(known, 3), "0.W");

    assertThat(how(start, How.PERMUTED)).containsExactly("0.W");
    assertThat(row(started, 4, 37)).isEqualTo(row(values(Network.drawn(wider, 3), "0.W"), 4, 37));
    assertThat(row(started, 5, 37)).isEqualTo(row(values(known, "0.W"), 4, 37));
  }

  @Test
  void featuresThatAreNormalizedBeforeTheyAreMixedMoveToo() {
    ModelSpec model = normalizedFirst();
    WarmStart start = WarmStart.of(model, model, REVERSED, ROTATED);

    assertThat(how(start, How.CARRIED)).isEmpty();
    assertThat(how(start, How.INITIALISED)).isEmpty();
  }

  @Test
  void layersOfAnotherKindOrSizeOrPlaceBeginAnew() {
    ModelSpec other =
        new ModelSpec(
            Shape.of(INPUTS),
            List.of(
                Nets.affine(37),
                new LayerSpec.Relu(),
                Nets.affine(17),
                new LayerSpec.BatchNorm1d(1e-5, 0.1),
                Nets.affine(CLASSES)),
            LossSpec.SOFTMAX_CE);
    WarmStart start = WarmStart.of(Nets.dense(), other, Places.SAME, Places.SAME);

    assertThat(how(start, How.CARRIED)).containsExactly("0.W", "0.b");
    assertThat(start.tensors())
        .filteredOn(it -> it.how() == How.INITIALISED)
        .extracting(it -> it.name() + " " + it.why())
        .startsWith("2.W layer 2 of the model is dropout", "2.b layer 2 of the model is dropout")
        .contains("3.gamma layer 3 of the model is affine")
        .endsWith("4.b layer 4 of the model is batchnorm1d");
    assertThat(start.start(known, 3).isFinite()).isTrue();
  }

  @Test
  void outputsAreTakenOverOnlyFromOutputs() {
    ModelSpec shallow =
        new ModelSpec(Shape.of(INPUTS), List.of(Nets.affine(CLASSES)), LossSpec.SOFTMAX_CE);
    ModelSpec deep =
        new ModelSpec(
            Shape.of(INPUTS),
            List.of(Nets.affine(CLASSES), new LayerSpec.Relu(), Nets.affine(CLASSES)),
            LossSpec.SOFTMAX_CE);

    assertThat(how(WarmStart.of(deep, shallow, Places.SAME, Places.SAME), How.INITIALISED))
        .containsExactly("0.W", "0.b");
    assertThat(how(WarmStart.of(shallow, deep, Places.SAME, Places.SAME), How.CARRIED)).isEmpty();
  }

  @Test
  void whereNothingIsFoundTheTensorBeginsAnewAsAWhole() {
    Places none = Places.none(INPUTS, INPUTS);
    WarmStart start = WarmStart.of(Nets.dense(), Nets.dense(), none, Places.SAME);

    assertThat(how(start, How.INITIALISED)).containsExactly("0.W");
    assertThat(values(start.start(known, 9), "0.W"))
        .isEqualTo(values(Network.drawn(Nets.dense(), 9), "0.W"));
  }

  private static List<String> how(WarmStart start, How how) {
    return start.tensors().stream()
        .filter(it -> it.how() == how)
        .map(WarmStart.Tensor::name)
        .toList();
  }

  private static float[] values(Network network, String name) {
    return network.tensors().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }

  private static float[] reversed(float[] x) {
    float[] reversed = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      reversed[i] = x[x.length - 1 - i];
    }
    return reversed;
  }

  private static float[] row(float[] values, int row, int width) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }
}
