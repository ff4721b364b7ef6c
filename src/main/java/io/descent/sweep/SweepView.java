package io.descent.sweep;

import io.descent.job.JobStatus;
import io.descent.job.JsonText;
import io.descent.job.Trials.Standing;
import io.descent.web.Tags;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A sweep as a client sees it. */
record SweepView(
    UUID id,
    String name,
    @Schema(types = {"object"}) Tags tags,
    @Nullable String description,
    JobStatus status,
    UUID datasetId,
    @Schema(types = {"object"}) JsonNode model,
    @Schema(types = {"object"}) JsonNode training,
    @Schema(types = {"object"}) JsonNode space,
    @Schema(ref = "#/components/schemas/SweepStrategy") JsonNode strategy,
    String metric,
    String goal,
    @Nullable Integer parallel,
    short priority,
    @Nullable Short threads,
    long seed,
    int trials,
    @Nullable Best best,
    @Schema(types = {"object"}) Map<String, Integer> counts,
    List<Rung> rungs,
    Advance progress,
    Instant createdAt,
    @Nullable Instant finishedAt,
    @Nullable Instant expiresAt,
    Instant updatedAt) {

  /** The best trial so far, by the metric where it was left last. */
  record Best(int trial, UUID jobId, double value) {}

  /** Where trials wait for one another: after so many epochs, and how many came so far. */
  record Rung(int epochs, int trials) {}

  /**
   * @param epochs that all trials have finished together
   * @param planned epochs that the rungs add up to
   */
  record Advance(long epochs, long planned, double fraction, @Nullable Double etaSeconds) {}

  /** Memory of what of it may be long. */
  long bytes() {
    return JsonText.length(model) + JsonText.length(training) + JsonText.length(space);
  }

  static SweepView of(Sweep sweep, List<Standing> trials, Instant now) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (JobStatus status : JobStatus.values()) {
      counts.put(status.wire(), (int) trials.stream().filter(it -> it.status() == status).count());
    }
    return new SweepView(
        sweep.id,
        sweep.name,
        sweep.labels.tags(),
        sweep.labels.description(),
        shown(sweep, trials),
        sweep.datasetId,
        sweep.model,
        sweep.training,
        sweep.space,
        sweep.strategy,
        sweep.metric,
        sweep.maximize ? "maximize" : "minimize",
        sweep.parallel,
        sweep.priority,
        sweep.threads,
        sweep.seed,
        sweep.trials,
        best(sweep, trials).orElse(null),
        counts,
        rungs(sweep, trials),
        advance(sweep, trials, now),
        sweep.createdAt,
        sweep.finishedAt,
        sweep.expiresAt,
        sweep.updatedAt);
  }

  /** Queued until a worker has had one of its trials. */
  private static JobStatus shown(Sweep sweep, List<Standing> trials) {
    boolean begun = trials.stream().anyMatch(it -> it.state().attempt() > 0);
    return sweep.status == JobStatus.RUNNING && !begun ? JobStatus.QUEUED : sweep.status;
  }

  /**
   * The numbers of the trials that can be the best, the best first: not of those that failed, or
   * were cancelled by a client while the sweep goes on.
   */
  static List<Integer> ranked(Sweep sweep, List<Standing> trials) {
    boolean all = sweep.status == JobStatus.CANCELLED;
    List<Ranking.Standing> some =
        trials.stream()
            .filter(it -> it.status() != JobStatus.FAILED)
            .filter(it -> all || it.status() != JobStatus.CANCELLED)
            .map(it -> new Ranking.Standing(it.trial(), value(it)))
            .toList();
    return new Ranking(sweep.maximize).of(some);
  }

  private static OptionalDouble value(Standing trial) {
    Double value = trial.value();
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Optional<Best> best(Sweep sweep, List<Standing> trials) {
    int last = trials.stream().mapToInt(Standing::rung).max().orElse(0);
    // Of a sweep that ended, among those that came to its end
    List<Standing> among =
        sweep.status == JobStatus.SUCCEEDED
            ? trials.stream()
                .filter(it -> it.rung() == last && it.status() == JobStatus.SUCCEEDED)
                .toList()
            : trials;
    return ranked(sweep, among).stream()
        .findFirst()
        .map(number -> trials.get(number - 1))
        .filter(it -> value(it).isPresent())
        .map(it -> new Best(it.trial(), it.id(), value(it).getAsDouble()));
  }

  private static List<Rung> rungs(Sweep sweep, List<Standing> trials) {
    List<Integer> epochs = sweep.strategy().rungs(sweep.epochs);
    List<Rung> rungs = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      int rung = i;
      long came = trials.stream().filter(it -> it.rung() >= rung).count();
      rungs.add(new Rung(epochs.get(i), (int) came));
    }
    return rungs;
  }

  private static Advance advance(Sweep sweep, List<Standing> trials, Instant now) {
    long done = trials.stream().mapToLong(Standing::epoch).sum();
    long planned = planned(sweep, trials);
    double fraction =
        sweep.status == JobStatus.SUCCEEDED ? 1 : Math.min(1, (double) done / planned);
    double spent = Duration.between(sweep.createdAt, now).toMillis() / 1000.0;
    boolean goesOn = sweep.status == JobStatus.RUNNING && done > 0;
    return new Advance(done, planned, fraction, goesOn ? spent * (1 - fraction) / fraction : null);
  }

  private static long planned(Sweep sweep, List<Standing> trials) {
    Strategy strategy = sweep.strategy();
    List<Integer> rungs = strategy.rungs(sweep.epochs);
    if (rungs.size() == 1) {
      return trials.stream().mapToLong(Standing::epochs).sum();
    }
    long planned = 0;
    int left = sweep.trials;
    int before = 0;
    for (int epochs : rungs) {
      planned += (long) left * (epochs - before);
      left = strategy.kept(left);
      before = epochs;
    }
    return planned;
  }
}
