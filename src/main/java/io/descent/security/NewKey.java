package io.descent.security;

import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A key that is asked for.
 *
 * @param fromEnvironment whether whoever starts the service gave its text
 */
record NewKey(
    String owner,
    Set<Scope> scopes,
    Optional<Instant> expiresAt,
    KeyLimits limits,
    boolean fromEnvironment) {

  /** A key that may do all that could be done before there were keys. */
  static NewKey admin(boolean fromEnvironment) {
    return new NewKey(
        Owner.LOCAL.name(),
        EnumSet.allOf(Scope.class),
        Optional.empty(),
        KeyLimits.NONE,
        fromEnvironment);
  }

  static NewKey read(JsonBody body, Instant now) {
    Problems problems = new Problems();
    JsonFields in = body.fields(problems);
    String owner = in.requiredText("owner", Limits.NAME).orElse("");
    Set<Scope> scopes = scopes(in);
    Optional<Instant> expires = expires(in, now);
    KeyLimits limits = in.optionalObject("limits").map(KeyLimits::read).orElse(KeyLimits.NONE);
    in.done();
    problems.throwIfAny();
    return new NewKey(owner, scopes, expires, limits, false);
  }

  private static Set<Scope> scopes(JsonFields in) {
    List<JsonNode> words = in.requiredArray("scopes").orElse(List.of());
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (int i = 0; i < words.size(); i++) {
      String pointer = in.pointer("scopes") + "/" + i;
      Optional<Scope> scope = Scope.of(words.get(i).asString(""));
      if (!words.get(i).isString()) {
        in.problems().unreadable(pointer, "must be text, is " + Spelling.kind(words.get(i)));
      } else if (scope.isEmpty()) {
        in.problems().invalid(pointer, "must be one of " + String.join(", ", Scope.WORDS));
      } else if (!scopes.add(scope.get())) {
        in.problems().invalid(pointer, "is given twice");
      }
    }
    if (words.isEmpty() && in.problems().isEmpty()) {
      in.problems().invalid(in.pointer("scopes"), "must name at least one scope");
    }
    return scopes;
  }

  private static Optional<Instant> expires(JsonFields in, Instant now) {
    Optional<String> text = in.nullable("expires_at").optionalText("expires_at", Limits.NAME);
    try {
      Optional<Instant> time = text.map(it -> OffsetDateTime.parse(it).toInstant());
      if (time.isPresent() && !time.get().isAfter(now)) {
        in.problems().invalid(in.pointer("expires_at"), "must be a time to come");
      }
      return time;
    } catch (DateTimeException e) {
      in.problems().invalid(in.pointer("expires_at"), "must be a time like 2030-01-31T12:00:00Z");
      return Optional.empty();
    }
  }
}
