package io.descent.job;

import io.descent.dataset.DatasetUse;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** An unfinished job needs its data set. */
@Component
class UnfinishedJobs implements DatasetUse {

  private static final String ANY =
      """
      select id from job where dataset_id = :dataset
        and status in ('QUEUED', 'RUNNING', 'PAUSING', 'PAUSED', 'CANCELLING')
      fetch first 1 rows only
      """;

  private final JdbcClient database;

  UnfinishedJobs(JdbcClient database) {
    this.database = database;
  }

  @Override
  public Optional<String> userOf(UUID dataset) {
    return database
        .sql(ANY)
        .param("dataset", dataset)
        .query(UUID.class)
        .optional()
        .map(id -> "job " + id);
  }
}
