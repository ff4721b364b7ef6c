package io.descent.job;

import io.descent.engine.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads what happened to jobs. */
@Component
class EventRows {

  /** A watched job's row at one moment. */
  record Watched(
      UUID id,
      JobStatus status,
      @Nullable Phase phase,
      Task task,
      int epochs,
      Progress progress,
      OffsetDateTime updatedAt) {}

  private static final String WATCHED =
      """
      select id, status, phase, task, epochs, epoch, batch, batches, updates, samples_per_second,
        eta_seconds, updated_at from job where id in (:ids)
      """;
  private static final String AFTER =
      """
      select * from job_event where job_id = :job and sequence > :after order by sequence
      """;

  private final JdbcClient database;
  private final JsonMapper json;

  EventRows(JdbcClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  List<Watched> watched(Collection<UUID> jobs) {
    return database.sql(WATCHED).param("ids", jobs).query((row, _) -> watched(row)).list();
  }

  private static Watched watched(ResultSet row) throws SQLException {
    String phase = row.getString("phase");
    return new Watched(
        row.getObject("id", UUID.class),
        JobStatus.valueOf(row.getString("status")),
        phase == null ? null : Phase.valueOf(phase),
        Task.valueOf(row.getString("task")),
        row.getInt("epochs"),
        new Progress(
            row.getInt("epoch"),
            row.getInt("batch"),
            row.getInt("batches"),
            row.getLong("updates"),
            orNaN(row.getObject("samples_per_second", Double.class)),
            orNaN(row.getObject("eta_seconds", Double.class))),
        row.getObject("updated_at", OffsetDateTime.class));
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  List<JobEvent> after(UUID job, long sequence) {
    return database
        .sql(AFTER)
        .param("job", job)
        .param("after", sequence)
        .query((row, _) -> event(row))
        .list();
  }

  private JobEvent event(ResultSet row) throws SQLException {
    String reason = row.getString("stop_reason");
    String error = row.getString("error_json");
    return new JobEvent(
        row.getObject("job_id", UUID.class),
        row.getLong("sequence"),
        JobStatus.valueOf(row.getString("status")),
        reason == null ? null : StopReason.valueOf(reason),
        row.getInt("attempt"),
        row.getString("worker"),
        row.getObject("model_id", UUID.class),
        error == null ? null : json.readTree(error),
        row.getString("detail"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
