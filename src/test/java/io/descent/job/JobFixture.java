package io.descent.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs for tests that do without a client. */
public final class JobFixture {

  private static final int INPUTS = 3;

  private static final String INSERT =
      """
      insert into job (id, owner, name, task, dataset_id, model_json, training_json,
        warnings_json, priority, status, status_sequence, attempt, generation, fruitless_starts,
        epochs, epoch, batch, batches, updates, queued_at, created_at, updated_at)
      values (?, 'local', 'a job', ?, ?, ?, ?, '[]', 0, 'QUEUED', 1, 0, 1, 0,
        ?, 0, 0, 0, 0, ?, ?, ?)
      """;

  private static final String TASK =
      """
      insert into scheduled_tasks (task_name, task_instance, task_data, execution_time, picked,
        picked_by, last_heartbeat, version, priority, consecutive_failures)
      values ('train', ?, ?, ?, ?, ?, ?, 1, 0, 0)
      """;

  private final JdbcTemplate jdbc;

  public JobFixture(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A queued job without a task.
   *
   * @param model may leave out its input shape, which is that of three numbers
   */
  public UUID queued(UUID dataset, String task, String model, String training, int epochs) {
    UUID id = UUID.randomUUID();
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    jdbc.update(INSERT, id, task, dataset, whole(model), training, epochs, now, now, now);
    return id;
  }

  /** As it is stored: a job's network always has its input shape. */
  private static String whole(String model) {
    String shape = "{\"input_shape\": [" + INPUTS + "], ";
    return model.contains("input_shape") ? model : model.replaceFirst("\\{", shape);
  }

  /** Forgets all jobs and tasks. */
  public void clear() {
    jdbc.update("delete from scheduled_tasks");
    jdbc.update(
        "update stored_blob set state = 'dropped' where id in (select blob_id from"
            + " job_checkpoint)");
    jdbc.update("delete from job_checkpoint");
    jdbc.update("delete from job");
  }

  /** The job's task, which is due. */
  public void task(UUID id, Instant due) {
    task(id, at(due), false, null, null);
  }

  /** The job's task, picked by a process that gave no sign of life for a minute. */
  public void deadTask(UUID id, Instant due) {
    task(id, at(due), true, "dead", at(due.minusSeconds(60)));
  }

  /** In place of the one that a service may have made, as it does for each job that has none. */
  private void task(
      UUID id,
      OffsetDateTime due,
      boolean picked,
      @Nullable String by,
      @Nullable OffsetDateTime heartbeat) {
    jdbc.update("delete from scheduled_tasks where task_instance = ?", id + ":1");
    jdbc.update(TASK, id + ":1", bytes(id), due, picked, by, heartbeat);
  }

  private static byte[] bytes(UUID id) {
    return id.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  public long models(UUID id) {
    return jdbc.queryForObject("select count(*) from model where job_id = ?", Long.class, id);
  }

  public long tasks(UUID id) {
    return jdbc.queryForObject(
        "select count(*) from scheduled_tasks where task_instance like ?", Long.class, id + ":%");
  }

  /** The blobs of states and models. */
  public Set<UUID> blobs() {
    return Set.copyOf(
        jdbc.queryForList(
            "select blob_id from job_checkpoint union select weights_id from model", UUID.class));
  }

  public JobState state(UUID id) {
    return jdbc.queryForObject(
        "select status, attempt, generation from job where id = ?",
        (row, _) ->
            new JobState(
                JobStatus.valueOf(row.getString("status")),
                row.getInt("attempt"),
                row.getInt("generation")),
        id);
  }

  /** Lets the time of a job be over, and somebody look. */
  public void expire(UUID id, ApplicationContext service) {
    jdbc.update("update job set expires_at = created_at where id = ?", id);
    service.getBean(JobDeadlines.class).run();
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
        "select epoch, train_loss, train_score, validation_loss, validation_score, lr, grad_norm,"
            + " layers_json from job_metric where job_id = ? order by epoch",
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
