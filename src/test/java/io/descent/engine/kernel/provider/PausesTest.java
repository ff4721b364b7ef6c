package io.descent.engine.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PausesTest {

  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  @Test
  void nobodyWaitsForNothing() {
    assertThat(new Pauses(LONG).await()).isZero();
  }

  @Test
  void whoWaitsGoesOnWhenTheLastReasonHasEnded() throws Exception {
    Pauses pauses = new Pauses(LONG);
    Pauses.Pause first = pauses.begin();
    Pauses.Pause second = pauses.begin();
    CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(pauses::await);
    first.close();
    first.close();
    assertThat(waiting).isNotDone();
    second.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isNotNegative();
    assertThat(pauses.await()).isZero();
  }

  @Test
  void aNetworkThatWaitsEndsAllPauses() throws Exception {
    Pauses pauses = new Pauses(LONG);
    pauses.begin();
    CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(pauses::await);
    pauses.want();
    waiting.get(10, TimeUnit.SECONDS);
    pauses.begin();
    assertThat(pauses.await()).isZero();
  }

  @Test
  void pausesAreOfLimitedLengthInAll() {
    Pauses pauses = new Pauses(1);
    pauses.begin();
    assertThat(pauses.await()).isPositive();
    assertThat(pauses.await()).isZero();
  }

  @Test
  void whatTakesMomentsGoesBeforeAWarmUpThatANetworkWaitsFor() throws Exception {
    Pauses network = new Pauses(LONG);
    network.want();
    Pauses brief = new Pauses(LONG);
    Pauses.Pause request = brief.begin();
    WarmUp warmUp = new WarmUp(network, brief);
    CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(warmUp::await);
    assertThat(waiting).isNotDone();
    request.close();
    waiting.get(10, TimeUnit.SECONDS);
  }
}
