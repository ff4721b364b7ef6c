package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerSettingsTest {

  @ParameterizedTest
  @CsvSource({"0, 8, 8", "1, 8, 8", "2, 8, 4", "3, 8, 2", "8, 8, 1", "20, 8, 1", "1, 200, 64"})
  void autoSharesTheCoresOutAmongTheJobsThatRun(int running, int cores, int threads) {
    assertThat(new WorkerSettings(1, "auto", false).threads(running, cores)).isEqualTo(threads);
  }

  @Test
  void aNumberHoldsWhateverRuns() {
    assertThat(new WorkerSettings(1, "3", false).threads(5, 2)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65", "1.5", "many", ""})
  void whatIsNoNumberOfThreadsIsRefused(String threads) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerSettings(1, threads, false))
        .withMessage(
            "descent.threads-per-job must be auto or a whole number from 1 to 64, is " + threads);
  }
}
