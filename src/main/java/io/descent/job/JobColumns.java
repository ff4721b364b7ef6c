package io.descent.job;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns of a job's row that change together. */
final class JobColumns {

  private JobColumns() {}

  static Map<String, @Nullable Object> progress(Progress progress, List<EpochRow> epochs) {
    Map<String, @Nullable Object> set = latest(epochs);
    set.put("epoch", progress.epoch());
    set.put("batch", progress.batch());
    set.put("batches", progress.batches());
    set.put("updates", progress.updates());
    set.put("samples_per_second", finite(progress.samplesPerSecond()));
    set.put("eta_seconds", finite(progress.etaSeconds()));
    return set;
  }

  /** Of the last epoch, if there is one. */
  static Map<String, @Nullable Object> latest(List<EpochRow> epochs) {
    Map<String, @Nullable Object> set = new LinkedHashMap<>();
    if (!epochs.isEmpty()) {
      EpochRow row = epochs.getLast();
      set.put("train_loss", row.trainLoss());
      set.put("train_score", row.trainScore());
      set.put("validation_loss", row.validationLoss());
      set.put("validation_score", row.validationScore());
    }
    return set;
  }

  /** Of a job that is now in a status, for a reason where it is an end. */
  static Map<String, @Nullable Object> status(JobStatus to, StopReason reason, OffsetDateTime now) {
    Map<String, @Nullable Object> set = new LinkedHashMap<>();
    if (to != JobStatus.RUNNING) {
      set.put("phase", null);
    }
    if (to.ended()) {
      set.put("stop_reason", reason.name());
      set.put("finished_at", now);
      set.put("eta_seconds", null);
    }
    return set;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
