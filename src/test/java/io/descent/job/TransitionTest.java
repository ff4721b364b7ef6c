package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionTest {

  /** Columns: what comes of each wish; a name is a change, "=" stays, "-" is refused. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          FROM,       PAUSE,   RESUME, CANCEL,     CLAIM,     LEAVE, REST,     SUCCEED,   FAIL
          QUEUED,     PAUSED,  =,      CANCELLED,  RUNNING,   =, =,         -,         FAILED
          RUNNING,    PAUSING, =,      CANCELLING, RUNNING,   QUEUED, PAUSED,    SUCCEEDED, FAILED
          PAUSING,    =,       QUEUED, CANCELLING, PAUSED,    PAUSED, PAUSED,    -,         FAILED
          PAUSED,     =,       QUEUED, CANCELLED,  -,         =, =,         -,         -
          CANCELLING, -,       -,      =,          CANCELLED, CANCELLED, CANCELLED, -,         CANCELLED
          SUCCEEDED,  -,       -,      -,          -,         =, =,         -,         -
          FAILED,     -,       -,      -,          -,         =, =,         -,         -
          CANCELLED,  -,       -,      =,          -,         =, =,         -,         -
          """)
  void theTableIsTheContracts(
      JobStatus from,
      String pause,
      String resume,
      String cancel,
      String claim,
      String leave,
      String rest,
      String succeed,
      String fail) {
    String[] expected = {pause, resume, cancel, claim, leave, rest, succeed, fail};
    for (JobAction action : JobAction.values()) {
      assertThat(told(Transition.of(from, action)))
          .as("%s", action)
          .isEqualTo(expected[action.ordinal()]);
    }
  }

  private static String told(Transition transition) {
    return switch (transition) {
      case Transition.To(JobStatus status) -> status.name();
      case Transition.Stay() -> "=";
      case Transition.Refuse() -> "-";
    };
  }
}
