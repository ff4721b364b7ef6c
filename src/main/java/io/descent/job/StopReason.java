package io.descent.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a job ended. */
public enum StopReason {
  COMPLETED,
  EARLY_STOPPED,
  MAX_SECONDS,
  CANCELLED,
  EXPIRED,
  DIVERGED,
  CRASH_LOOP,
  OUT_OF_MEMORY,
  PRUNED,
  ERROR;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
