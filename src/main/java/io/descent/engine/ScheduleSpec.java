package io.descent.engine;

/** The learning rate over the epochs; steps once an epoch. */
public sealed interface ScheduleSpec {

  record Constant() implements ScheduleSpec {}

  record Step(int stepSize, double gamma) implements ScheduleSpec {}

  record Exponential(double gamma) implements ScheduleSpec {}

  record Cosine(int total, double minLr) implements ScheduleSpec {}

  record WarmupCosine(int warmup, double startFactor, int total, double minLr)
      implements ScheduleSpec {}

  /** The name in JSON. */
  default String type() {
    return switch (this) {
      case Constant _ -> "constant";
      case Step _ -> "step";
      case Exponential _ -> "exponential";
      case Cosine _ -> "cosine";
      case WarmupCosine _ -> "warmup_cosine";
    };
  }
}
