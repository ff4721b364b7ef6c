package io.descent.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.engine.kernel.provider.TestKernels;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TeamTest {

  private final Team team = TestKernels.eagerTeam("plain");
  private final Set<Thread> seen = ConcurrentHashMap.newKeySet();

  @AfterEach
  void end() {
    team.close();
  }

  @Test
  void everyOutputIsComputedOnceWhateverTheThreads() {
    for (int i = 0; i < 2000; i++) {
      AtomicIntegerArray times = new AtomicIntegerArray(100);
      team.threads(1 + i % 7);
      team.shareProduct((_, from, to) -> add(times, from, to), 3, 97, 2, 4, 1e6);
      for (int j = 0; j < 100; j++) {
        assertThat(times.get(j)).isEqualTo(j >= 3 && j < 97 ? 1 : 0);
      }
    }
  }

  private static void add(AtomicIntegerArray times, int from, int to) {
    for (int j = from; j < to; j++) {
      times.incrementAndGet(j);
    }
  }

  @Test
  void asManyThreadsWorkAsAreAskedFor() {
    meet(3);
    assertThat(seen).hasSize(3).contains(Thread.currentThread());
  }

  @Test
  void workForOneWakesNobody() {
    Team slow = TestKernels.team("plain", new Pace(1, 1, 1e6));
    slow.threads(3);
    slow.shareBytes((_, _, _) -> seen.add(Thread.currentThread()), 0, 1000, 1, 1e6);
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  @Test
  void aTeamThatIsClosedHasNoHelpers() throws InterruptedException {
    meet(3);
    team.close();
    for (Thread helper : helpers()) {
      helper.join(10_000);
      assertThat(helper.isAlive()).isFalse();
    }
  }

  @Test
  void aClosedTeamThatGoesOnHasHelpersAgain() throws InterruptedException {
    meet(2);
    team.close();
    for (Thread helper : helpers()) {
      helper.join(10_000);
    }
    seen.clear();
    meet(2);
    assertThat(seen).hasSize(2);
  }

  @Test
  void whatFailsInAnyThreadFailsInTheOneThatShares() {
    team.threads(3);
    assertThatThrownBy(
            () ->
                team.shareBytes(
                    (_, from, _) -> {
                      if (from > 0) {
                        throw new IllegalStateException("part");
                      }
                    },
                    0,
                    100,
                    1,
                    1e6))
        .hasMessage("part");
    meet(3);
    assertThat(seen).hasSize(3);
  }

  @Test
  void aTrainingHasAThread() {
    assertThatIllegalArgumentException().isThrownBy(() -> team.threads(0));
  }

  private List<Thread> helpers() {
    return seen.stream().filter(it -> it != Thread.currentThread()).toList();
  }

  /** So many threads have a part at the same time. */
  private void meet(int threads) {
    CountDownLatch all = new CountDownLatch(threads);
    team.threads(threads);
    team.shareBytes(
        (_, _, _) -> {
          if (seen.add(Thread.currentThread())) {
            all.countDown();
            await(all);
          }
        },
        0,
        2 * threads,
        1,
        1e6);
  }

  private static void await(CountDownLatch all) {
    try {
      all.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
