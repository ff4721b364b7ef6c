package io.descent.security;

import io.descent.security.Holdings.Held;
import io.descent.security.Holdings.Kind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells owners what they have used. */
@RestController
@Tag(name = "Keys")
class UsageController {

  private final Quota quota;

  UsageController(Quota quota) {
    this.quota = quota;
  }

  /**
   * What an owner keeps.
   *
   * @param storedBytes of data sets, their content after decompression and their rows, and of
   *     models' weights
   * @param limits of the key that asks
   */
  record Usage(
      String owner,
      long datasets,
      long jobs,
      long unfinishedJobs,
      long models,
      long storedBytes,
      KeyLimits limits) {}

  @Operation(operationId = "getUsage", summary = "What the caller's owner keeps")
  @RequiresScope(Scope.READ)
  @GetMapping(path = "/api/v1/usage", produces = MediaType.APPLICATION_JSON_VALUE)
  Usage usage(Caller caller) {
    Map<Kind, Held> held = quota.held(caller.owner());
    return new Usage(
        caller.owner().name(),
        count(held, Kind.DATASETS),
        count(held, Kind.JOBS),
        count(held, Kind.UNFINISHED_JOBS),
        count(held, Kind.MODELS),
        Quota.bytes(held),
        caller.limits());
  }

  private static long count(Map<Kind, Held> held, Kind kind) {
    Held counted = held.get(kind);
    return counted == null ? 0 : counted.count();
  }
}
