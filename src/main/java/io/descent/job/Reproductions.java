package io.descent.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Compares a training with the one it repeated. */
@Component
class Reproductions {

  /**
   * @param firstDifference the first epoch whose metrics differ
   */
  record Outcome(UUID of, boolean match, String weightsSha256, @Nullable Integer firstDifference) {}

  private static final int PAGE = 1_000;

  private final JdbcClient database;
  private final MetricRows metrics;
  private final JsonMapper json;

  Reproductions(JdbcClient database, MetricRows metrics, JsonMapper json) {
    this.database = database;
    this.metrics = metrics;
    this.json = json;
  }

  /** Joins the caller's transaction, in which the job and its metrics are complete. */
  void compare(UUID job, UUID original, String weightsSha256) {
    OptionalInt difference = firstDifference(job, original);
    boolean match = difference.isEmpty() && weights(original).equals(Optional.of(weightsSha256));
    Outcome outcome =
        new Outcome(
            original, match, weightsSha256, difference.isPresent() ? difference.getAsInt() : null);
    database
        .sql("update job set reproduction_json = :outcome where id = :id")
        .param("outcome", json.writeValueAsString(outcome))
        .param("id", job)
        .update();
  }

  private Optional<String> weights(UUID job) {
    return database
        .sql("select weights_sha256 from job where id = :id and weights_sha256 is not null")
        .param("id", job)
        .query(String.class)
        .optional();
  }

  /** The first epoch that only one of them has, or whose numbers differ, the seconds apart. */
  private OptionalInt firstDifference(UUID job, UUID original) {
    int epoch = 0;
    while (true) {
      List<EpochRow> ours = metrics.after(job, epoch, PAGE);
      List<EpochRow> theirs = metrics.after(original, epoch, PAGE);
      for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
        if (!ours.get(i).sameNumbers(theirs.get(i))) {
          return OptionalInt.of(ours.get(i).epoch());
        }
      }
      epoch += Math.min(ours.size(), theirs.size());
      if (ours.size() != theirs.size()) {
        return OptionalInt.of(epoch + 1);
      }
      if (ours.isEmpty()) {
        return OptionalInt.empty();
      }
    }
  }
}
