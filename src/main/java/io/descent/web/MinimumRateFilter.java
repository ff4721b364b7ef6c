package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Opens long bodies, which must not stand still for longer than the limit. */
@Component
public final class MinimumRateFilter {

  private final Limits limits;
  private final InstantSource clock;

  public MinimumRateFilter(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  public InputStream open(HttpServletRequest request) throws IOException {
    return new MinimumRateInput(request.getInputStream(), limits.uploadIdle(), clock);
  }
}
