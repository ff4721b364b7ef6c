package io.descent.security;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a key allows. */
public enum Scope {
  /** To look: every GET, checks of a specification, traces and surfaces. */
  READ,
  /** To change data sets, jobs, sweeps and models. */
  TRAIN,
  /** To have a model answer. */
  INFER,
  /** To see and change keys, to read the audit and the metrics, to make backups. */
  ADMIN;

  static final List<String> WORDS = Arrays.stream(values()).map(Scope::wire).toList();

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Scope> of(String wire) {
    return Arrays.stream(values()).filter(it -> it.wire().equals(wire)).findFirst();
  }
}
