package io.descent.job;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs for tests that do without a client. */
public final class JobFixture {

  private static final String INSERT =
      """
      insert into job (id, owner, name, task, dataset_id, model_json, training_json,
        warnings_json, priority, status, status_sequence, attempt, generation, fruitless_starts,
        epochs, epoch, batch, batches, updates, queued_at, created_at, updated_at)
      values (?, 'local', 'a job', ?, ?, ?, ?, '[]', 0, 'QUEUED', 1, 0, 1, 0,
        ?, 0, 0, 0, 0, ?, ?, ?)
      """;

  private final JdbcTemplate jdbc;

  public JobFixture(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A queued job without a task. */
  public UUID queued(UUID dataset, String task, String model, String training, int epochs) {
    UUID id = UUID.randomUUID();
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    jdbc.update(INSERT, id, task, dataset, model, training, epochs, now, now, now);
    return id;
  }

  public JobState state(UUID id) {
    return jdbc.queryForObject(
        "select status, attempt, generation from job where id = ?",
        (row, _) ->
            new JobState(
                id,
                JobStatus.valueOf(row.getString("status")),
                row.getInt("attempt"),
                row.getInt("generation")),
        id);
  }

  public void status(UUID id, JobStatus status) {
    jdbc.update("update job set status = ? where id = ?", status.name(), id);
  }

  public Map<String, Object> row(UUID id) {
    return jdbc.queryForMap("select * from job where id = ?", id);
  }

  /** All epochs, the seconds apart. */
  public List<Map<String, Object>> metrics(UUID id) {
    return jdbc.queryForList(
        "select epoch, train_loss, train_score, validation_loss, validation_score, lr, grad_norm"
            + " from job_metric where job_id = ? order by epoch",
        id);
  }

  public List<String> events(UUID id) {
    return jdbc.queryForList(
        "select status || case detail when '' then '' else ': ' || detail end from job_event"
            + " where job_id = ? order by sequence",
        String.class,
        id);
  }
}
