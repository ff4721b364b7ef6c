package io.descent.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The epochs of jobs. */
@Component
class MetricRows {

  private static final String COLUMNS =
      "epoch, train_loss, train_score, validation_loss, validation_score, lr, grad_norm, seconds";
  private static final String INSERT =
      "insert into job_metric (job_id, " + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String AFTER =
      "select "
          + COLUMNS
          + " from job_metric where job_id = :job and epoch > :after order by epoch"
          + " fetch first :limit rows only";

  private final JdbcClient database;
  private final JdbcTemplate batches;

  MetricRows(JdbcClient database, JdbcTemplate batches) {
    this.database = database;
    this.batches = batches;
  }

  /** Joins the caller's transaction; rows of the same epochs, from a run before, are replaced. */
  void write(UUID job, List<EpochRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    database
        .sql("delete from job_metric where job_id = :job and epoch >= :first")
        .param("job", job)
        .param("first", rows.getFirst().epoch())
        .update();
    batches.batchUpdate(INSERT, rows.stream().map(row -> values(job, row)).toList());
  }

  private static Object[] values(UUID job, EpochRow row) {
    return new Object[] {
      job,
      row.epoch(),
      row.trainLoss(),
      row.trainScore(),
      row.validationLoss(),
      row.validationScore(),
      row.lr(),
      row.gradNorm(),
      row.seconds()
    };
  }

  /** The epochs after one, ascending. */
  List<EpochRow> after(UUID job, int epoch, int limit) {
    return database
        .sql(AFTER)
        .param("job", job)
        .param("after", epoch)
        .param("limit", limit)
        .query((row, _) -> read(row))
        .list();
  }

  private static EpochRow read(ResultSet row) throws SQLException {
    return new EpochRow(
        row.getInt("epoch"),
        row.getDouble("train_loss"),
        row.getDouble("train_score"),
        row.getObject("validation_loss", Double.class),
        row.getObject("validation_score", Double.class),
        row.getDouble("lr"),
        row.getDouble("grad_norm"),
        row.getDouble("seconds"));
  }
}
