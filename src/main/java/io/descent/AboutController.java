package io.descent;

import io.descent.web.Limits;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells clients what they talk to, and what it refuses. */
@RestController
class AboutController {

  private final Build build;
  private final Limits limits;

  AboutController(Build build, Limits limits) {
    this.build = build;
    this.limits = limits;
  }

  @GetMapping("/api/v1")
  About about() {
    return new About(build.version(), build.commit(), "plain", "/api/v1/limits");
  }

  @GetMapping("/api/v1/limits")
  About.LimitsInForce limits() {
    return About.LimitsInForce.of(limits);
  }
}
