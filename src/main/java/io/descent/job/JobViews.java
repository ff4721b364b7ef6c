package io.descent.job;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows jobs, with their places in the queue. */
@Component
class JobViews {

  private static final String POSITIONS =
      """
      select id, position from (
        select id, row_number() over (order by priority desc, queued_at, id) as position
        from job where status = 'QUEUED') as queue
      where id in (:ids)
      """;

  private record Place(UUID id, long position) {}

  private final JdbcClient database;
  private final JsonMapper json;

  JobViews(JdbcClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  JobView of(Job job) {
    return of(job, positions(List.of(job)));
  }

  List<JobView> of(List<Job> jobs) {
    Map<UUID, Long> positions = positions(jobs);
    return jobs.stream().map(job -> of(job, positions)).toList();
  }

  private Map<UUID, Long> positions(List<Job> jobs) {
    List<UUID> queued =
        jobs.stream().filter(job -> job.status == JobStatus.QUEUED).map(job -> job.id).toList();
    if (queued.isEmpty()) {
      return Map.of();
    }
    return database.sql(POSITIONS).param("ids", queued).query(Place.class).list().stream()
        .collect(Collectors.toMap(Place::id, Place::position));
  }

  private JobView of(Job job, Map<UUID, Long> positions) {
    return new JobView(
        job.id,
        job.name,
        job.status,
        job.phase,
        job.stopReason,
        job.datasetId,
        json.readTree(job.modelJson),
        json.readTree(job.trainingJson),
        job.priority,
        job.warmStartModelId == null ? null : new JobView.WarmStart(job.warmStartModelId),
        JobView.ProgressView.of(job.progress(), job.epochs, job.status),
        job.trainLoss == null ? null : latest(job),
        positions.get(job.id),
        job.attempt,
        job.worker,
        job.modelId,
        json.readTree(job.warningsJson),
        tree(job.errorJson),
        tree(job.reproductionJson),
        job.createdAt,
        job.startedAt,
        job.finishedAt,
        job.updatedAt);
  }

  private static Map<String, @Nullable Object> latest(Job job) {
    return EpochJson.latest(
        job.task, job.trainLoss, job.trainScore, job.validationLoss, job.validationScore);
  }

  private @Nullable JsonNode tree(@Nullable String text) {
    return text == null ? null : json.readTree(text);
  }
}
