package io.descent.dataset;

import io.descent.engine.Shape;
import io.descent.engine.Task;
import java.util.List;

/**
 * Turns raw rows into what a network sees; fitted on training rows alone, kept in the model.
 * Numbers are computed in double and cast once: {@code (float) ((x − shift) / scale)}; a missing
 * number is the training mean; a category becomes one-hot, missing or unseen all zeros; a pixel is
 * divided by 255. A regression target is standardized by {@code target} and turned back in every
 * answer.
 */
public record Encoding(
    Shape inputShape,
    Shape encodedShape,
    Task task,
    List<Numeric> numeric,
    List<Categorical> categorical,
    List<Integer> order,
    List<String> classes,
    TargetScale target) {

  /**
   * @param mean what stands for a missing number
   */
  public record Numeric(String column, double mean, double shift, double scale) {}

  public record Categorical(String column, List<String> categories) {}

  /** A target t is learnt as (t − mean) / deviation; (0, 1) for classes. */
  public record TargetScale(double mean, double deviation) {}
}
