package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * The memory that all requests may take together, beside that of trainings. A request takes what
 * its body and its answer need before they need it, and gives all back when it is answered. An
 * owner has three quarters of it at most.
 */
@Component
public final class RequestMemory implements HandlerInterceptor {

  private static final String TAKEN = RequestMemory.class.getName();
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final long limit;
  private final long each;
  private final RequestOwner owner;
  private final Map<String, Long> ofOwners = new HashMap<>();
  private long all;

  @Autowired
  RequestMemory(Limits limits, ObjectProvider<RequestOwner> owner) {
    this(limits, owner.getIfAvailable(() -> () -> ""));
  }

  public RequestMemory(Limits limits, RequestOwner owner) {
    this.limit = limits.requestMemory().toBytes();
    this.each = limit / 4 * 3;
    this.owner = owner;
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
    return new Taken(owner.current());
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

  private synchronized boolean reserve(String whose, long bytes) {
    long own = ofOwners.getOrDefault(whose, 0L);
    if (bytes > limit - all || bytes > each - own) {
      return false;
    }
    all += bytes;
    ofOwners.put(whose, own + bytes);
    return true;
  }

  private synchronized void release(String whose, long bytes) {
    all -= bytes;
    ofOwners.computeIfPresent(whose, (_, own) -> own > bytes ? own - bytes : null);
  }

  /** Bytes taken by one request, by one thread after another. */
  public final class Taken implements AutoCloseable {

    private final String whose;
    private long bytes;

    private Taken(String whose) {
      this.whose = whose;
    }

    /**
     * Takes more; refused with 413 where all that there is would not do, and with 429 where others
     * have it.
     */
    public synchronized void take(long more) {
      if (more > each - bytes) {
        throw ProblemException.of(
            ProblemKind.TOO_LARGE,
            "this takes more than the " + each + " bytes of memory that requests may take here");
      }
      if (!reserve(whose, more)) {
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
      release(whose, bytes);
      bytes = 0;
    }
  }
}
