package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadTrialTest {

  private long now;
  private final ThreadTrial trial = new ThreadTrial(() -> now);

  /** Nanoseconds of steps with all threads, of those that took as long as that with one. */
  private double share(double seconds, int allowed, long withOne, long withAll) {
    double all = 0;
    double whole = 0;
    for (double end = now + 1e9 * seconds; now < end; ) {
      boolean several = trial.threads(allowed) > 1;
      long step = several ? withAll : withOne;
      now += step;
      whole += step;
      all += several ? step : 0;
      trial.ended(true);
    }
    return all / whole;
  }

  @Test
  void stepsThatAreFasterWithAllThreadsGetAll() {
    assertThat(share(10, 2, 1_000_000, 600_000)).isGreaterThan(0.97);
  }

  @Test
  void stepsThatAreSlowerWithSeveralGetOne() {
    assertThat(share(10, 4, 20_000, 45_000)).isLessThan(0.02);
  }

  @Test
  void longStepsAreNotTriedForLong() {
    assertThat(share(100, 2, 250_000_000, 150_000_000)).isGreaterThan(0.97);
  }

  @Test
  void whatTheMachineDoesOtherwiseIsFollowed() {
    share(5, 2, 1_000_000, 600_000);
    share(3, 2, 1_000_000, 1_900_000);
    assertThat(share(5, 2, 1_000_000, 1_900_000)).isLessThan(0.03);
    share(3, 2, 1_000_000, 600_000);
    assertThat(share(5, 2, 1_000_000, 600_000)).isGreaterThan(0.97);
  }

  @Test
  void nobodyGetsMoreThanIsAllowed() {
    share(1, 4, 1_000_000, 400_000);
    assertThat(trial.threads(4)).isEqualTo(4);
    assertThat(share(1, 1, 1_000_000, 400_000)).isZero();
    assertThat(trial.threads(1)).isEqualTo(1);
    share(1, 3, 1_000_000, 400_000);
    assertThat(trial.threads(3)).isEqualTo(3);
  }

  @Test
  void stepsOfAnotherKindDoNotCount() {
    for (int i = 0; i < 60; i++) {
      now += trial.threads(2) > 1 ? 3_000_000 : 5_000_000;
      trial.ended(true);
      now += trial.threads(2) > 1 ? 40_000_000 : 1_000_000;
      trial.ended(false);
    }
    assertThat(trial.threads(2)).isEqualTo(2);
  }
}
