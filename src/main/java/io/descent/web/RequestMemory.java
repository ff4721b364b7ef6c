package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * The memory that all requests may take together, beside that of trainings. A request takes what
 * its body and its answer need before they need it, and gives all back when it is answered.
 */
@Component
public final class RequestMemory implements HandlerInterceptor {

  private static final String TAKEN = RequestMemory.class.getName();
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final long limit;
  private long all;

  public RequestMemory(Limits limits) {
    this.limit = limits.requestMemory().toBytes();
  }

  /** What the request has taken so far. */
  public Taken of(HttpServletRequest request) {
    if (request.getAttribute(TAKEN) instanceof Taken taken) {
      return taken;
    }
    Taken taken = begin();
    request.setAttribute(TAKEN, taken);
    return taken;
  }

  /** Nothing yet; to be closed. */
  public Taken begin() {
    return new Taken();
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception thrown) {
    if (request.getAttribute(TAKEN) instanceof Taken taken) {
      taken.close();
    }
  }

  private synchronized boolean reserve(long bytes) {
    if (bytes > limit - all) {
      return false;
    }
    all += bytes;
    return true;
  }

  private synchronized void release(long bytes) {
    all -= bytes;
  }

  /** Bytes taken by one request, by one thread after another. */
  public final class Taken implements AutoCloseable {

    private long bytes;

    private Taken() {}

    /**
     * Takes more; refused with 413 where all that there is would not do, and with 429 where others
     * have it.
     */
    public synchronized void take(long more) {
      if (more > limit - bytes) {
        throw ProblemException.of(
            ProblemKind.TOO_LARGE,
            "this takes more than the " + limit + " bytes of memory that requests may take here");
      }
      if (!reserve(more)) {
        throw ProblemException.tooMany(
            "other requests have the memory that this one takes; try again", RETRY);
      }
      bytes += more;
    }

    /**
     * Takes so much for each byte that comes.
     *
     * @param bytes of memory for one byte of the stream
     */
    public InputStream measured(InputStream in, int bytes) {
      return new FilterInputStream(in) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          int n = super.read(into, from, length);
          take((long) bytes * Math.max(n, 0));
          return n;
        }
      };
    }

    @Override
    public synchronized void close() {
      release(bytes);
      bytes = 0;
    }
  }
}
