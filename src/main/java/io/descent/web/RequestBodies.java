package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Opens long bodies, which must not stand still, nor trickle so that they seem not to. */
@Component
public final class RequestBodies {
  private static final int LEAST = 1024;

  private final Duration idle;
  private final Duration held;
  private final InstantSource clock;

  public RequestBodies(Limits limits, InstantSource clock) {
    this.idle = limits.uploadIdle();
    this.held = limits.jsonTime();
    this.clock = clock;
  }

  public InputStream open(HttpServletRequest request) throws IOException {
    return new MinimumRateInput(request.getInputStream(), Optional.empty());
  }

  /** One that is held in memory, which it must not keep for long. */
  public InputStream openHeld(HttpServletRequest request) throws IOException {
    return new MinimumRateInput(request.getInputStream(), Optional.of(held));
  }

  private ProblemException timeout() {
    return ProblemException.of(
        ProblemKind.UPLOAD_TIMEOUT,
        "fewer than " + LEAST + " bytes came within " + idle.toSeconds() + " s");
  }

  private ProblemException tooLong() {
    return ProblemException.of(
        ProblemKind.UPLOAD_TIMEOUT, "the body was not there within " + held.toSeconds() + " s");
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

    private final Optional<Duration> longest;

    MinimumRateInput(InputStream in, Optional<Duration> longest) {
      super(in);
      this.longest = longest;
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
      if (longest.filter(it -> Duration.between(begun, now).compareTo(it) > 0).isPresent()) {
        throw tooLong();
      }
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
