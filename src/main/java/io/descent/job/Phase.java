package io.descent.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a worker is doing with a running job. */
public enum Phase {
  PREPARING,
  TRAINING,
  EVALUATING,
  PUBLISHING;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
