package io.descent.job;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** A worker's right to write to a job, until another takes the job with a higher attempt. */
@Embeddable
public record Lease(@Column(name = "id") UUID job, int attempt) {

  /**
   * Answers for a write that this lease fences.
   *
   * @param rows that had the job's id and this attempt
   * @throws LeaseLost where there was none
   */
  void wrote(int rows) {
    if (rows == 0) {
      throw new LeaseLost(this);
    }
    if (rows > 1) {
      throw new IllegalStateException(rows + " rows have the id of job " + job);
    }
  }
}
