package io.descent.job;

import io.descent.storage.Blobs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The kept states of jobs: the newest two of each. */
@Component
class Checkpoints {

  private static final int KEPT = 2;
  private static final String INSERT =
      """
      insert into job_checkpoint (blob_id, job_id, attempt, epoch, batch, updates, train_seconds,
        epoch_seconds, finished, created_at)
      values (:blob, :job, :attempt, :epoch, :batch, :updates, :train_seconds,
        :epoch_seconds, :finished, :now)
      """;

  private final JdbcClient database;
  private final Blobs blobs;
  private final JobChanges changes;

  Checkpoints(JdbcClient database, Blobs blobs, JobChanges changes) {
    this.database = database;
    this.blobs = blobs;
    this.changes = changes;
  }

  /** Newest first. */
  List<Checkpoint> of(UUID job) {
    return database
        .sql(
            "select * from job_checkpoint where job_id = :job"
                + " order by updates desc, epoch desc, created_at desc")
        .param("job", job)
        .query((row, _) -> read(row))
        .list();
  }

  /** Joins the caller's transaction; the third newest goes. */
  void add(Lease lease, Checkpoint checkpoint) {
    database
        .sql(INSERT)
        .param("blob", checkpoint.blob())
        .param("job", lease.job())
        .param("attempt", lease.attempt())
        .param("epoch", checkpoint.epoch())
        .param("batch", checkpoint.batch())
        .param("updates", checkpoint.updates())
        .param("train_seconds", checkpoint.trainSeconds())
        .param("epoch_seconds", checkpoint.epochSeconds())
        .param("finished", checkpoint.finished())
        .param("now", changes.now())
        .update();
    blobs.keep(checkpoint.blob());
    of(lease.job()).stream().skip(KEPT).forEach(this::remove);
  }

  void remove(Checkpoint checkpoint) {
    database
        .sql("delete from job_checkpoint where blob_id = :blob")
        .param("blob", checkpoint.blob())
        .update();
    blobs.drop(checkpoint.blob());
  }

  private static Checkpoint read(ResultSet row) throws SQLException {
    return new Checkpoint(
        row.getObject("blob_id", UUID.class),
        row.getInt("epoch"),
        row.getInt("batch"),
        row.getLong("updates"),
        row.getDouble("train_seconds"),
        row.getDouble("epoch_seconds"),
        row.getBoolean("finished"));
  }
}
