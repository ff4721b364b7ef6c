package io.descent.job;

import io.descent.engine.EpochMetric;
import io.descent.storage.Blobs;
import io.descent.storage.StatelessRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/**
 * What is kept of trainings: each epoch, and the newest two states. Joins the caller's transaction.
 */
@Component
class TrainingRecords {

  private static final int STATES = 2;

  /** An epoch whose number is not finite is never the best, but may be sorted first. */
  private static final Limit CANDIDATES = Limit.of(10);

  private final MetricRepository metrics;
  private final CheckpointRepository checkpoints;
  private final StatelessRows rows;
  private final Blobs blobs;

  TrainingRecords(
      MetricRepository metrics, CheckpointRepository checkpoints, StatelessRows rows, Blobs blobs) {
    this.metrics = metrics;
    this.checkpoints = checkpoints;
    this.rows = rows;
    this.blobs = blobs;
  }

  /** Shows how far a run is; {@link LeaseLost} where the job is another's. */
  void update(Lease lease, Phase phase, Progress progress, Instant now) {
    try {
      rows.update(new LeasedJob(lease, phase, progress, now));
    } catch (OptimisticLockingFailureException _) {
      throw new LeaseLost(lease);
    }
  }

  /** Adds epochs; rows of the same epochs and later ones, from a run before, are replaced. */
  void replace(UUID job, List<EpochRow> epochs) {
    if (!epochs.isEmpty()) {
      metrics.deleteFrom(job, epochs.getFirst().epoch());
      add(job, epochs);
    }
  }

  /** Adds epochs that are not there. */
  void add(UUID job, List<EpochRow> epochs) {
    if (!epochs.isEmpty()) {
      rows.insert(epochs.stream().map(epoch -> new JobMetric(job, epoch)).toList());
      pack(job, epochs);
    }
  }

  /** Each thousand that new epochs complete is kept in one row too, and its outline in another. */
  private void pack(UUID job, List<EpochRow> epochs) {
    int from = epochs.getFirst().epoch();
    int first = MetricPack.first(from);
    if (epochs.getLast().epoch() < first + MetricPack.EPOCHS - 1) {
      return;
    }
    List<EpochRow> all = new ArrayList<>();
    if (first < from) {
      all.addAll(metrics.after(job, first - 1, Limit.of(from - first)));
    }
    all.addAll(epochs);
    if (all.getFirst().epoch() == first && all.size() == epochs.getLast().epoch() - first + 1) {
      rows.insert(thousands(all).map(some -> new MetricPack(job, some)).toList());
      rows.insert(thousands(all).map(some -> new MetricOutline(job, some)).toList());
    }
  }

  private static Stream<List<EpochRow>> thousands(List<EpochRow> epochs) {
    return IntStream.range(0, epochs.size() / MetricPack.EPOCHS)
        .map(number -> number * MetricPack.EPOCHS)
        .mapToObj(at -> epochs.subList(at, at + MetricPack.EPOCHS));
  }

  /** The first epoch that only one of two jobs has, or whose numbers differ, the seconds apart. */
  Optional<Integer> firstDifference(UUID job, UUID other) {
    Iterator<EpochRow> ours = metrics.all(job).iterator();
    Iterator<EpochRow> theirs = metrics.all(other).iterator();
    for (int epoch = 1; ours.hasNext() || theirs.hasNext(); epoch++) {
      if (!ours.hasNext() || !theirs.hasNext() || !ours.next().sameNumbers(theirs.next())) {
        return Optional.of(epoch);
      }
    }
    return Optional.empty();
  }

  /** Adds a state to those before, which are looked up where none are named; all but two go. */
  List<Checkpoint> add(Lease lease, Checkpoint checkpoint, List<Checkpoint> before, Instant now) {
    rows.insert(List.of(new CheckpointRow(lease, checkpoint, now)));
    blobs.keep(checkpoint.blobId());
    List<Checkpoint> all =
        before.isEmpty()
            ? checkpoints(lease.job())
            : Stream.concat(Stream.of(checkpoint), before.stream()).toList();
    all.stream().skip(STATES).forEach(this::remove);
    return all.stream().limit(STATES).toList();
  }

  /** An epoch as it was recorded. */
  Optional<EpochRow> epoch(UUID job, int epoch) {
    return metrics.after(job, epoch - 1, Limit.of(1)).stream()
        .filter(row -> row.epoch() == epoch)
        .findFirst();
  }

  /** Those that are kept, ascending. */
  Stream<EpochRow> epochs(UUID job) {
    return metrics.all(job);
  }

  /** The best value of a metric so far, among those that are numbers. */
  Optional<Double> best(UUID job, EpochMetric metric, boolean higher) {
    Sort.Direction first = higher ? Sort.Direction.DESC : Sort.Direction.ASC;
    Sort sort = Sort.by(first, "values.scores." + column(metric));
    return metrics.sorted(job, sort, CANDIDATES).stream()
        .map(epoch -> Best.value(epoch.scores(), metric))
        .filter(Double::isFinite)
        .findFirst();
  }

  private static String column(EpochMetric metric) {
    return switch (metric) {
      case TRAIN_LOSS -> "trainLoss";
      case TRAIN_SCORE -> "trainScore";
      case VALIDATION_LOSS -> "validationLoss";
      case VALIDATION_SCORE -> "validationScore";
    };
  }

  /** The states of a job, newest first. */
  List<Checkpoint> checkpoints(UUID job) {
    return checkpoints.newestFirst(job);
  }

  /** The states of all trials of a sweep. */
  List<Checkpoint> checkpointsOfTrials(UUID sweep) {
    return checkpoints.ofTrials(sweep);
  }

  void remove(Checkpoint checkpoint) {
    rows.change(CheckpointRepository.DELETE, checkpoint.blobId());
    blobs.drop(checkpoint.blobId());
  }
}
