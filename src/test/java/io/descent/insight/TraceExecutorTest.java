package io.descent.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TraceExecutorTest {

  private final TraceExecutor turns =
      new TraceExecutor(Duration.ofMillis(1), Duration.ofMillis(1), 2);
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void aTraceThatTakesTooLongIsRefusedAndKeepsItsTurnUntilItEnds() {
    refused(ProblemKind.INVALID, "takes longer than");
    refused(ProblemKind.INVALID, "takes longer than");
    refused(ProblemKind.TOO_MANY, "2 traces");
    end.countDown();
    TraceExecutor patient = new TraceExecutor(Duration.ofMinutes(1), Duration.ZERO, 2);
    assertThat(patient.take(() -> "shown")).isEqualTo("shown");
    await().until(this::isFree);
  }

  private void refused(ProblemKind kind, String detail) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> turns.take(this::untilTheEnd))
        .withMessageContaining(detail)
        .returns(kind, ProblemException::kind);
  }

  private boolean isFree() {
    try {
      turns.take(() -> true);
      return true;
    } catch (ProblemException busy) {
      return busy.kind() != ProblemKind.TOO_MANY;
    }
  }

  private boolean untilTheEnd() {
    try {
      end.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
