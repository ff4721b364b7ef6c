package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventStreamTest {

  private static final UUID JOB = UUID.randomUUID();
  private static final int MORE_THAN_MAY_WAIT = 100;

  private final CountDownLatch writing = new CountDownLatch(1);
  private final CountDownLatch reads = new CountDownLatch(1);
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  /** A connection whose other end does not read. */
  private final class Stalled extends OutputStream {

    @Override
    public void write(int value) throws IOException {
      writing.countDown();
      try {
        reads.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      read.write(value);
    }
  }

  private static List<EventFrame> epoch(int number) {
    EventPosition position = new EventPosition(0, number);
    return List.of(new EventFrame(JOB, EventFrame.Kind.EPOCH, position, "{}", false));
  }

  private static FutureTask<Void> run(EventStream stream) {
    FutureTask<Void> run =
        new FutureTask<>(
            () -> {
              stream.run();
              return null;
            });
    Thread.ofVirtual().start(run);
    return run;
  }

  @Test
  void aReaderThatFallsTooFarBehindIsDroppedAndNobodyWaitsForIt() throws Exception {
    EventStream stream = new EventStream(new Stalled(), List.of(JOB), Map.of());
    FutureTask<Void> run = run(stream);
    stream.offer(epoch(1));
    writing.await();

    for (int i = 2; i <= MORE_THAN_MAY_WAIT; i++) {
      stream.offer(epoch(i));
    }

    assertThat(stream.isOpen()).isFalse();
    reads.countDown();
    run.get();
    assertThat(read.toString(StandardCharsets.UTF_8))
        .isEqualTo("id: 0.1\nevent: epoch\ndata: {}\n\n");
  }

  @Test
  void aReaderThatKeepsUpMissesNothing() throws Exception {
    reads.countDown();
    EventStream stream = new EventStream(new Stalled(), List.of(JOB), Map.of());
    for (int i = 1; i <= 60; i++) {
      stream.offer(epoch(i));
    }
    EventPosition end = new EventPosition(1, 0);
    stream.offer(List.of(new EventFrame(JOB, EventFrame.Kind.STATUS, end, "{}", true)));

    stream.run();

    assertThat(read.toString(StandardCharsets.UTF_8).lines().filter("event: epoch"::equals))
        .hasSize(60);
    assertThat(read.toString(StandardCharsets.UTF_8)).endsWith("event: status\ndata: {}\n\n");
  }
}
