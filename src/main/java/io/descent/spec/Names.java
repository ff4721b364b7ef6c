package io.descent.spec;

import io.descent.engine.EpochMetric;
import io.descent.engine.Task;
import java.util.Locale;

/** The names that JSON has for the engine's constants. */
final class Names {

  private Names() {}

  /** The name a client knows a metric by. */
  static String metric(EpochMetric metric, Task task) {
    String score = task == Task.REGRESSION ? "r2" : "accuracy";
    return switch (metric) {
      case TRAIN_LOSS -> "train_loss";
      case TRAIN_SCORE -> "train_" + score;
      case VALIDATION_LOSS -> "validation_loss";
      case VALIDATION_SCORE -> "validation_" + score;
    };
  }

  /** The JSON name of an enum constant: {@code SOFTMAX_CE} is {@code softmax_ce}. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
