package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.descent.engine.Trainer.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class TrainerStateTest {

  private final Samples train = ArraySamples.clouds(43, 13, 5, 1);
  private final Samples validation = ArraySamples.clouds(21, 13, 5, 1);
  private final TrainingPlan plan =
      new TrainingPlan(
          Task.CLASSIFICATION,
          3,
          8,
          9,
          Nets.adam(),
          new ScheduleSpec.Exponential(0.9),
          Optional.of(new EarlyStopping(EpochMetric.VALIDATION_SCORE, 2, 0.01)),
          true,
          OptionalDouble.of(0.5));

  private Trainer start() {
    return Trainer.start(Nets.dense(), plan, train, validation);
  }

  private static byte[] save(Trainer trainer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    trainer.save(out);
    return out.toByteArray();
  }

  @Test
  void resumedAfterAnyStepItEndsInTheSameBits() throws IOException {
    Trainer straight = start();
    List<byte[]> states = new ArrayList<>(List.of(save(straight)));
    List<EpochMetrics> epochs = new ArrayList<>();
    Step step = Step.BATCH;
    while (step != Step.DONE) {
      step = straight.step();
      states.add(save(straight));
      if (step == Step.EPOCH || step == Step.DONE) {
        epochs.add(straight.finishedEpoch());
      }
    }
    byte[] end = save(straight);
    assertThat(straight.state().size()).isEqualTo(end.length);
    for (byte[] state : states.subList(0, states.size() - 1)) {
      Trainer resumed = start();
      resumed.restore(new ByteArrayInputStream(state));
      List<EpochMetrics> rest = new ArrayList<>();
      for (Step s = resumed.step(); ; s = resumed.step()) {
        if (s == Step.EPOCH || s == Step.DONE) {
          rest.add(resumed.finishedEpoch());
        }
        if (s == Step.DONE) {
          break;
        }
      }
      assertThat(save(resumed)).isEqualTo(end);
      assertThat(epochs).endsWith(rest.toArray(EpochMetrics[]::new));
      assertThat(resumed.network().sha256()).isEqualTo(straight.network().sha256());
    }
  }

  @Test
  void whatItSaysAfterARestoreIsWhatItSaidBefore() throws IOException {
    Trainer trainer = start();
    for (int i = 0; i < 12; i++) {
      trainer.step();
    }
    Trainer resumed = start();
    resumed.restore(new ByteArrayInputStream(save(trainer)));
    assertThat(resumed.epoch()).isEqualTo(trainer.epoch());
    assertThat(resumed.batch()).isEqualTo(trainer.batch());
    assertThat(resumed.updates()).isEqualTo(trainer.updates());
    assertThat(resumed.lastLoss()).isEqualTo(trainer.lastLoss());
    assertThat(resumed.runningLoss()).isEqualTo(trainer.runningLoss());
    assertThat(resumed.runningScore()).isEqualTo(trainer.runningScore());
    assertThat(resumed.bestEpoch()).isEqualTo(trainer.bestEpoch());
    assertThat(resumed.finishedEpoch()).isEqualTo(trainer.finishedEpoch());
  }

  @Test
  void aFlippedBitAnywhereIsRefused() throws IOException {
    Trainer trainer = start();
    trainer.step();
    byte[] state = save(trainer);
    for (int at = 0; at < state.length; at += 61) {
      byte[] damaged = state.clone();
      damaged[at] ^= 4;
      Trainer other = start();
      assertThatIOException().isThrownBy(() -> other.restore(new ByteArrayInputStream(damaged)));
      assertThatIllegalStateException().isThrownBy(other::step);
    }
  }

  @Test
  void aShortStateIsRefused() throws IOException {
    byte[] state = save(start());
    byte[] half = java.util.Arrays.copyOf(state, state.length / 2);
    assertThatIOException().isThrownBy(() -> start().restore(new ByteArrayInputStream(half)));
  }

  @Test
  void aStateOfAnotherPlanOrDataIsRefused() throws IOException {
    byte[] state = save(start());
    Trainer otherPlan =
        Trainer.start(Nets.dense(), Nets.plan(3, 8, Nets.adam()), train, validation);
    assertThatIOException()
        .isThrownBy(() -> otherPlan.restore(new ByteArrayInputStream(state)))
        .withMessageContaining("another model, plan or data set");
    Samples other = ArraySamples.clouds(43, 13, 5, 2);
    Trainer otherData = Trainer.start(Nets.dense(), plan, other, validation);
    assertThatIOException().isThrownBy(() -> otherData.restore(new ByteArrayInputStream(state)));
  }

  @Test
  void theOrderOfTheRowsIsNoPartOfAState() throws IOException {
    Trainer trainer = start();
    trainer.step();
    Trainer other = Trainer.start(Nets.dense(), plan, train, reversed(validation));
    other.restore(new ByteArrayInputStream(save(trainer)));
    assertThat(other.updates()).isEqualTo(1);
  }

  private static Samples reversed(Samples samples) {
    int rows = samples.rows();
    float[][] inputs = new float[rows][samples.inputs()];
    float[][] targets = new float[rows][samples.targets()];
    for (int row = 0; row < rows; row++) {
      samples.input(rows - 1 - row, inputs[row], 0);
      samples.target(rows - 1 - row, targets[row], 0);
    }
    return new ArraySamples(inputs, targets, samples.origin());
  }

  @Test
  void aStateOfOtherFirstWeightsIsRefused() throws IOException {
    Network first = Nets.trained(start()).network();
    Trainer warm = Trainer.start(Nets.dense(), plan, train, validation, first);
    byte[] state = save(warm);
    Trainer again = Trainer.start(Nets.dense(), plan, train, validation, first);
    again.restore(new ByteArrayInputStream(state));
    assertThatIOException().isThrownBy(() -> start().restore(new ByteArrayInputStream(state)));
  }

  @Test
  void aStateOfAnotherArithmeticIsGoneOnFromAndTold() throws IOException {
    Trainer trainer = start();
    for (int i = 0; i < 3; i++) {
      trainer.step();
    }
    assertThat(trainer.warnings()).isEmpty();

    Trainer resumed = start();
    resumed.restore(new ByteArrayInputStream(ofArithmetic(7, save(trainer))));
    resumed.step();
    Trainer resumedAgain = start();
    resumedAgain.restore(new ByteArrayInputStream(save(resumed)));

    assertThat(resumed.state().size()).isEqualTo(save(resumed).length);
    assertThat(resumedAgain.warnings())
        .containsExactly(
            "Up to update 3 it was trained by version 7 of the arithmetic, from there on by version"
                + " 1: neither alone gives the same bits.");
  }

  @Test
  void anArithmeticThatComputedNothingIsNotTold() throws IOException {
    Trainer resumed = start();
    resumed.restore(new ByteArrayInputStream(ofArithmetic(7, save(start()))));

    assertThat(resumed.warnings()).isEmpty();
  }

  /** As another build would have kept it; behind magic, format, fingerprint, phase and a count. */
  private static byte[] ofArithmetic(long version, byte[] state) {
    ByteBuffer bytes = ByteBuffer.wrap(state);
    bytes.putLong(2 * Long.BYTES + Fingerprint.BYTES + 2 * Long.BYTES, version);
    CRC32C sum = new CRC32C();
    sum.update(state, 0, state.length - Long.BYTES);
    bytes.putLong(state.length - Long.BYTES, sum.getValue());
    return state;
  }

  /** A state of version 1, after the second batch of the second epoch, is read for ever. */
  @Test
  void theStateOfVersionOneIsStillRead() throws IOException {
    Trainer trainer = start();
    try (InputStream in =
        getClass().getResourceAsStream("/states/0.1.0/engine/dense-adam-keep-best.state")) {
      trainer.restore(in);
    }
    assertThat(trainer.epoch()).isEqualTo(1);
    assertThat(trainer.batch()).isEqualTo(2);
    assertThat(Nets.trained(trainer).network().sha256())
        .isEqualTo(Nets.trained(start()).network().sha256());
  }
}
