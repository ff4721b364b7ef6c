package io.descent.spec;

import io.descent.engine.OptimizerSpec;
import io.descent.web.Interval;
import io.descent.web.JsonFields;
import java.util.List;

/** Reads an optimizer; what is left out or wrong becomes the default. */
final class OptimizerReader {

  private static final List<String> TYPES = List.of("sgd", "adagrad", "rmsprop", "adam", "adamw");
  static final OptimizerSpec DEFAULT = new OptimizerSpec.Sgd(0.1, 0, false, 0);

  private final JsonFields fields;

  OptimizerReader(JsonFields fields) {
    this.fields = fields;
  }

  OptimizerSpec read() {
    return fields.requiredChoice("type", TYPES).map(this::known).orElse(DEFAULT);
  }

  private OptimizerSpec known(String type) {
    OptimizerSpec optimizer =
        switch (type) {
          case "sgd" -> sgd();
          case "adagrad" -> new OptimizerSpec.Adagrad(lr(0.01), eps(1e-10), weightDecay(0));
          case "rmsprop" ->
              new OptimizerSpec.RmsProp(lr(0.01), rate("alpha", 0.99), eps(1e-8), weightDecay(0));
          case "adam" ->
              new OptimizerSpec.Adam(
                  lr(0.001), rate("beta1", 0.9), rate("beta2", 0.999), eps(1e-8), weightDecay(0));
          case "adamw" ->
              new OptimizerSpec.AdamW(
                  lr(0.001),
                  rate("beta1", 0.9),
                  rate("beta2", 0.999),
                  eps(1e-8),
                  weightDecay(0.01));
          default -> throw new IllegalArgumentException("no reader for optimizer " + type);
        };
    fields.done();
    return optimizer;
  }

  private OptimizerSpec sgd() {
    double momentum = rate("momentum", 0);
    boolean nesterov = fields.booleanOr("nesterov", false);
    if (nesterov && momentum == 0) {
      fields.problems().invalid(fields.pointer("nesterov"), "needs a momentum above 0");
    }
    return new OptimizerSpec.Sgd(lr(0.1), momentum, nesterov, weightDecay(0));
  }

  private double lr(double fallback) {
    return fields.doubleOr("lr", fallback, Interval.above(0));
  }

  private double rate(String name, double fallback) {
    return fields.doubleOr(name, fallback, Interval.below(0, 1));
  }

  private double eps(double fallback) {
    return fields.doubleOr("eps", fallback, Interval.atLeast(0));
  }

  private double weightDecay(double fallback) {
    return fields.doubleOr("weight_decay", fallback, Interval.atLeast(0));
  }
}
