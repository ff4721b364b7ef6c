package io.descent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The measured quality of a model; a part without rows is absent. */
public record ModelMetrics(
    @Nullable PartMetrics train, @Nullable PartMetrics validation, @Nullable PartMetrics test) {

  /** Of one part: classification has accuracy, regression mse, mae and r2. */
  public record PartMetrics(
      double loss,
      @Nullable Double accuracy,
      @Nullable Double mse,
      @Nullable Double mae,
      @Nullable Double r2,
      @Nullable List<List<Long>> confusionMatrix,
      @Nullable List<ClassMetrics> perClass) {}

  public record ClassMetrics(String label, double precision, double recall, double f1, long rows) {}
}
