package io.descent.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a job failed.
 *
 * @param epoch the epoch, from 1, and {@code batch} of it, from 1, where training went wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobError(
    StopReason code, String detail, @Nullable Integer epoch, @Nullable Integer batch) {

  public static JobError of(StopReason code, String detail) {
    return new JobError(code, detail, null, null);
  }
}
