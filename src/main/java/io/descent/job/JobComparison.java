package io.descent.job;

import io.descent.security.Owner;
import io.descent.web.RequestMemory;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Puts jobs beside one another: what was asked differently, and what each came to. */
@Component
class JobComparison {

  private static final int MOST_EPOCHS = 300;

  /** Of what was asked, as text, as nodes, and by pointers. */
  private static final int BYTES_OF_A_CHARACTER = 20;

  private final JobCatalog jobs;
  private final MetricRepository metrics;

  JobComparison(JobCatalog jobs, MetricRepository metrics) {
    this.jobs = jobs;
    this.metrics = metrics;
  }

  /**
   * Jobs beside one another.
   *
   * @param baseline the job that the others are compared with
   * @param settings what differs, by pointer: a value for each job in their order
   */
  @Schema(name = "JobComparison")
  record View(
      UUID baseline,
      @Schema(types = {"object"}) Map<String, List<@Nullable JsonNode>> settings,
      List<Item> jobs) {}

  /**
   * What a job came to.
   *
   * @param best the epoch it is judged by
   * @param metrics its epochs, of those that are shown of all
   */
  @Schema(name = "ComparedJob")
  record Item(
      UUID id,
      String name,
      JobStatus status,
      @Schema(types = {"object", "null"}) @Nullable Map<String, @Nullable Object> best,
      @Schema(types = {"object", "null"}) @Nullable Map<String, @Nullable Object> latest,
      @ArraySchema(schema = @Schema(types = {"object"}))
          List<Map<String, @Nullable Object>> metrics) {}

  /**
   * @param memory of the request, which the settings of large networks take
   */
  View compare(Owner owner, List<UUID> ids, RequestMemory.Taken memory) {
    List<Job> found = new ArrayList<>();
    for (UUID id : ids) {
      Job job = jobs.find(owner, id);
      long text = JsonText.length(job.model) + JsonText.length(job.training);
      memory.take(text * BYTES_OF_A_CHARACTER);
      found.add(job);
    }
    SortedSet<Integer> epochs = epochs(found);
    List<Item> items = found.stream().map(job -> item(job, epochs)).toList();
    List<JobSettings> settings = found.stream().map(JobSettings::of).toList();
    return new View(ids.getFirst(), JobSettings.differing(settings), items);
  }

  private Item item(Job job, SortedSet<Integer> epochs) {
    Scores latest = job.progress.latest();
    Best best = job.progress.best();
    return new Item(
        job.id,
        job.name,
        job.state.status(),
        best == null ? null : EpochJson.best(job.task, best),
        latest == null ? null : EpochJson.latest(job.task, latest),
        metrics.at(job.id, epochs).stream().map(row -> EpochJson.epoch(row, job.task)).toList());
  }

  /** The same epochs of all: equally far apart where they are many, and the best of each. */
  private SortedSet<Integer> epochs(List<Job> found) {
    int last =
        metrics.last(found.stream().map(job -> job.id).toList()).stream()
            .mapToInt(MetricRepository.Last::epoch)
            .max()
            .orElse(0);
    SortedSet<Integer> epochs = new TreeSet<>();
    found.stream()
        .flatMap(job -> Stream.ofNullable(job.progress.best()))
        .forEach(best -> epochs.add(best.epoch()));
    int room = Math.min(last, MOST_EPOCHS - epochs.size());
    for (int i = 1; i <= room; i++) {
      epochs.add((int) ((long) last * i / room));
    }
    return epochs;
  }
}
