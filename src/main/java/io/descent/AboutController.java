package io.descent;

import io.descent.engine.KernelChoice;
import io.descent.security.Caller;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.Build;
import io.descent.web.Limits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells clients what they talk to, and what it refuses. */
@RestController
@Tag(name = "Service")
class AboutController {
  private final Build build;
  private final Limits limits;

  /** What the service says of itself, and of who asks. */
  record About(String version, String commit, String kernel, String limits, CallerView caller) {}

  /**
   * Who asks.
   *
   * @param security {@code keys} where callers need them, else {@code open}
   */
  @Schema(name = "Caller")
  record CallerView(String security, String owner, List<Scope> scopes) {

    static CallerView of(Caller caller) {
      return new CallerView(
          caller.key().isPresent() ? "keys" : "open",
          caller.owner().name(),
          caller.scopes().stream().sorted().toList());
    }
  }

  AboutController(Build build, Limits limits) {
    this.build = build;
    this.limits = limits;
  }

  @RequiresScope(Scope.READ)
  @GetMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "getService", summary = "Version, commit and kernel, and who asks")
  About about(Caller caller) {
    return new About(
        build.version(),
        build.commit(),
        KernelChoice.name(),
        "/api/v1/limits",
        CallerView.of(caller));
  }

  @RequiresScope(Scope.READ)
  @GetMapping(path = "/api/v1/limits", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "getLimits", summary = "Every limit in force")
  Limits limits() {
    return limits;
  }
}
