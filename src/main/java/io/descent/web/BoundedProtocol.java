package io.descent.web;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP in which no client keeps a connection by sending a little now and then: the head of a
 * request has a time in which it must be there. The container's own times begin anew with each
 * byte. It makes the protocol by its class name, so that this one has a constructor without
 * arguments.
 */
public final class BoundedProtocol extends Http11NioProtocol {

  private static final int LOOK_SECONDS = 1;

  private long head = Duration.ofSeconds(20).toNanos();
  private @Nullable ScheduledFuture<?> looking;

  void limitHead(Duration longest) {
    head = longest.toNanos();
  }

  @Override
  public void start() throws Exception {
    super.start();
    looking =
        getUtilityExecutor()
            .scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void stop() throws Exception {
    if (looking != null) {
      looking.cancel(false);
    }
    super.stop();
  }

  private void look() {
    long now = System.nanoTime();
    for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
      if (connection.getCurrentProcessor() instanceof Processor processor
          && isLate(processor, now)) {
        connection.close();
      }
    }
  }

  private boolean isLate(Processor processor, long now) {
    Request request = processor.getRequest();
    int stage = request.getRequestProcessor().getStage();
    // Set at the first byte of a request, and taken back at its end
    long begun = request.getStartTimeNanos();
    boolean headOnly =
        begun >= 0 && stage != Constants.STAGE_SERVICE && stage != Constants.STAGE_PREPARE;
    return headOnly && !processor.isAsync() && now - begun > head;
  }
}
