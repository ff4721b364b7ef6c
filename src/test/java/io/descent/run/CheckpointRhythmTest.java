package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointRhythmTest {

  private long now = 1;

  private CheckpointRhythm rhythm(boolean afterCut) {
    return new CheckpointRhythm(afterCut, () -> now);
  }

  private void pass(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  @Test
  void anEpochsEndIsTakenAfterASecond() {
    CheckpointRhythm rhythm = rhythm(false);
    pass(999);
    assertThat(rhythm.due(true)).isFalse();
    pass(1);
    assertThat(rhythm.due(false)).isFalse();
    assertThat(rhythm.due(true)).isTrue();
  }

  @Test
  void aLongEpochIsInterruptedAfterFiveSeconds() {
    CheckpointRhythm rhythm = rhythm(false);
    pass(4_999);
    assertThat(rhythm.due(false)).isFalse();
    pass(1);
    assertThat(rhythm.due(false)).isTrue();
  }

  @Test
  void aSlowStateIsKeptLessOften() {
    CheckpointRhythm rhythm = rhythm(false);
    pass(5_000);
    long started = now;
    pass(500);
    rhythm.tried(started, true);
    pass(14_999);
    assertThat(rhythm.due(true)).isFalse();
    pass(1);
    assertThat(rhythm.due(true)).isTrue();
  }

  @Test
  void afterACutStartTheFirstComesSoonWhereverItIs() {
    CheckpointRhythm rhythm = rhythm(true);
    pass(199);
    assertThat(rhythm.due(false)).isFalse();
    pass(1);
    assertThat(rhythm.due(false)).isTrue();
    rhythm.tried(now, true);
    pass(999);
    assertThat(rhythm.due(true)).isFalse();
  }
}
