package io.descent.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Reads for a while what a client still sends of a body that nobody wants, so that it sees the
 * refusal instead of a broken connection. One that never ends is cut.
 */
final class RefusedBodyValve extends ValveBase {

  private final Duration longest;

  RefusedBodyValve(Duration longest) {
    super(true);
    this.longest = longest;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    org.apache.coyote.Request sent = request.getCoyoteRequest();
    // Who waits to be told to send the body is told not to
    boolean unsent = sent.hasExpectation() && sent.getBytesRead() == 0;
    if (!request.isAsync() && !unsent && !sent.isFinished()) {
      finish(request, response);
    }
  }

  private void finish(Request request, Response response) throws IOException {
    org.apache.coyote.Request sent = request.getCoyoteRequest();
    response.finishResponse();
    long end = System.nanoTime() + longest.toNanos();
    try {
      // The stream of the handler may be closed; what comes is thrown away
      Rest rest = new Rest();
      while (sent.doRead(rest) >= 0) {
        rest.clear();
        if (System.nanoTime() - end > 0) {
          sent.action(ActionCode.CLOSE_NOW, null);
          return;
        }
      }
    } catch (IOException e) {
      // The client is gone
      sent.action(ActionCode.CLOSE_NOW, null);
    }
  }

  /** The container's own buffer, which is not copied. */
  private static final class Rest implements ApplicationBufferHandler {

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private ByteBuffer buffer = NONE;

    void clear() {
      buffer = NONE;
    }

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public void expand(int size) {}
  }
}
