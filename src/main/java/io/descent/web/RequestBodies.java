package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Opens long bodies, which must not stand still, nor trickle so that they seem not to. */
@Component
public final class RequestBodies {
  private static final int LEAST = 1024;

  private final Duration idle;
  private final InstantSource clock;

  public RequestBodies(Limits limits, InstantSource clock) {
    this.idle = limits.uploadIdle();
    this.clock = clock;
  }

  public InputStream open(HttpServletRequest request) throws IOException {
    return new MinimumRateInput(request.getInputStream());
  }

  private ProblemException timeout() {
    return ProblemException.of(
        ProblemKind.UPLOAD_TIMEOUT,
        "fewer than " + LEAST + " bytes came within " + idle.toSeconds() + " s");
  }

  // The longer it takes the faster it must have been, so that no place is held for good
  private ProblemException tooSlow(double least, double idles) {
    return ProblemException.of(
        ProblemKind.UPLOAD_TIMEOUT,
        "fewer than %.0f bytes came within %.0f s"
            .formatted(least, idles * idle.toMillis() / 1000));
  }

  private final class MinimumRateInput extends FilterInputStream {
    private final Instant begun = clock.instant();
    private Instant since = begun;
    private long bytes;
    private long all;

    MinimumRateInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        int n = super.read(into, from, length);
        if (n > 0) {
          check(n);
        }
        return n;
      } catch (IOException e) {
        if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
          throw timeout();
        }
        throw e;
      }
    }

    private void check(int n) {
      bytes += n;
      all += n;
      Instant now = clock.instant();
      double idles = (double) Duration.between(begun, now).toMillis() / idle.toMillis();
      if (idles > 1 && all < LEAST * idles * idles) {
        throw tooSlow(LEAST * idles * idles, idles);
      }
      boolean late = Duration.between(since, now).compareTo(idle) > 0;
      if (bytes >= LEAST) {
        bytes = 0;
        since = now;
      } else if (late) {
        throw timeout();
      }
    }
  }
}
