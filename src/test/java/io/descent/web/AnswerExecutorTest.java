package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerExecutorTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AnswerExecutor answers = new AnswerExecutor(SHORT, 3, 2);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void letAllEnd() {
    end.countDown();
    answers.close();
  }

  @Test
  void anAnswerThatTakesTooLongIsRefusedAndKeepsItsTurnUntilItEnds() throws IOException {
    refused("a", ProblemKind.INVALID, "takes longer than");
    refused("a", ProblemKind.INVALID, "takes longer than");
    refused("a", ProblemKind.TOO_MANY, "2 answers");
    end.countDown();
    await().until(() -> isFree("a"));
  }

  @Test
  void anOwnerLeavesTurnsToOthers() throws IOException {
    refused("a", ProblemKind.INVALID, "takes longer than");
    refused("a", ProblemKind.INVALID, "takes longer than");
    assertThat(isFree("b")).isTrue();
    refused("b", ProblemKind.INVALID, "takes longer than");
    refused("b", ProblemKind.TOO_MANY, "3 answers");
    refused("c", ProblemKind.TOO_MANY, "3 answers");
  }

  @Test
  void anOwnersRequestsDoNotQueueWithoutEnd() throws Exception {
    AnswerExecutor patient = new AnswerExecutor(LONG, 1, 1);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i <= AnswerExecutor.WAITING; i++) {
      waiting.add(Thread.startVirtualThread(() -> blocked(patient)));
    }
    await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> patient.compute("a", LONG, _ -> "shown"))
                    .returns(ProblemKind.TOO_MANY, ProblemException::kind)
                    .matches(e -> e.retryAfter().isPresent()));
    end.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThatNoException().isThrownBy(() -> patient.compute("a", LONG, _ -> "shown"));
  }

  @Test
  void anAnswerIsComputedOnAThreadThatTheSystemShares() throws IOException {
    boolean virtual = answers.compute("a", LONG, _ -> Thread.currentThread().isVirtual());
    assertThat(virtual).isFalse();
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsGivenUp() {
    AtomicBoolean givenUp = new AtomicBoolean();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> answers.compute("a", SHORT, look -> untilGivenUp(look, givenUp)));
    await().untilTrue(givenUp);
  }

  @Test
  void whatAComputationThrowsIsThrown() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                answers.compute(
                    "a",
                    LONG,
                    _ -> {
                      throw new IOException("broken");
                    }))
        .withMessage("broken");
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(
            () ->
                answers.compute(
                    "a",
                    LONG,
                    _ -> {
                      throw new StackOverflowError();
                    }));
  }

  private static boolean untilGivenUp(Runnable look, AtomicBoolean givenUp) {
    try {
      while (true) {
        look.run();
        Thread.onSpinWait();
      }
    } catch (CancellationException e) {
      givenUp.set(true);
      throw e;
    }
  }

  private void refused(String owner, ProblemKind kind, String detail) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> answers.compute(owner, SHORT, _ -> untilTheEnd()))
        .withMessageContaining(detail)
        .returns(kind, ProblemException::kind);
  }

  private boolean isFree(String owner) throws IOException {
    try {
      return answers.compute(owner, LONG, _ -> true);
    } catch (ProblemException busy) {
      return false;
    }
  }

  private void blocked(AnswerExecutor executor) {
    try {
      executor.compute("a", LONG, _ -> untilTheEnd());
    } catch (IOException e) {
      throw new IllegalStateException(e);
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
