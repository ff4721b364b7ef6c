package io.descent.spec;

import io.descent.engine.ScheduleSpec;
import io.descent.web.Interval;
import io.descent.web.JsonFields;
import java.util.List;

/** Reads a schedule; {@code total} defaults to the epochs. */
final class ScheduleReader {

  private static final List<String> TYPES =
      List.of("constant", "step", "exponential", "cosine", "warmup_cosine");
  private static final int MAX = Integer.MAX_VALUE;

  private final JsonFields fields;
  private final int epochs;

  ScheduleReader(JsonFields fields, int epochs) {
    this.fields = fields;
    this.epochs = epochs;
  }

  ScheduleSpec read() {
    return fields
        .requiredChoice("type", TYPES)
        .map(this::known)
        .orElse(new ScheduleSpec.Constant());
  }

  private ScheduleSpec known(String type) {
    ScheduleSpec schedule =
        switch (type) {
          case "constant" -> new ScheduleSpec.Constant();
          case "step" ->
              new ScheduleSpec.Step(fields.requiredInt("step_size", 1, MAX).orElse(1), gamma());
          case "exponential" -> new ScheduleSpec.Exponential(gamma());
          case "cosine" -> new ScheduleSpec.Cosine(total(), minLr());
          case "warmup_cosine" -> warmupCosine();
          default -> throw new IllegalArgumentException("no reader for schedule " + type);
        };
    fields.done();
    return schedule;
  }

  private ScheduleSpec warmupCosine() {
    int warmup = fields.requiredInt("warmup", 1, MAX).orElse(1);
    double startFactor = fields.doubleOr("start_factor", 0.1, new Interval(0, false, 1, true));
    int total = total();
    if (warmup >= total && fields.has("warmup")) {
      String detail = "must be below total, which is " + total + ", is " + warmup;
      fields.problems().invalid(fields.pointer("warmup"), detail);
    }
    return new ScheduleSpec.WarmupCosine(warmup, startFactor, total, minLr());
  }

  private double gamma() {
    return fields.requiredDouble("gamma", Interval.above(0)).orElse(1);
  }

  private int total() {
    return fields.intOr("total", epochs, 1, MAX);
  }

  private double minLr() {
    return fields.doubleOr("min_lr", 0, Interval.atLeast(0));
  }
}
