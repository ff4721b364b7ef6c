package io.descent.engine;

/** How parameters follow their gradients; arithmetic and defaults are PyTorch's. */
public sealed interface OptimizerSpec {

  /** The base learning rate, before the schedule. */
  double lr();

  double weightDecay();

  record Sgd(double lr, double momentum, boolean nesterov, double weightDecay)
      implements OptimizerSpec {}

  record Adagrad(double lr, double eps, double weightDecay) implements OptimizerSpec {}

  record RmsProp(double lr, double alpha, double eps, double weightDecay)
      implements OptimizerSpec {}

  record Adam(double lr, double beta1, double beta2, double eps, double weightDecay)
      implements OptimizerSpec {}

  record AdamW(double lr, double beta1, double beta2, double eps, double weightDecay)
      implements OptimizerSpec {}

  /** The name in JSON. */
  default String type() {
    return switch (this) {
      case Sgd _ -> "sgd";
      case Adagrad _ -> "adagrad";
      case RmsProp _ -> "rmsprop";
      case Adam _ -> "adam";
      case AdamW _ -> "adamw";
    };
  }
}
