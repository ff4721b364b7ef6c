package io.descent.engine;

import static io.descent.engine.Field.optional;

import io.descent.engine.FieldType.Choice;
import io.descent.engine.FieldType.Real;
import io.descent.engine.FieldType.Whole;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Ends training when a metric has not improved by more than {@code minDelta} for {@code patience}
 * epochs in a row.
 */
public record EarlyStopping(EpochMetric metric, int patience, double minDelta) {

  /** Its fields where the task is one of these. */
  public static Kind<EarlyStopping> kind(List<Task> tasks) {
    return Kind.of(
        "early_stopping",
        "Ends training that does not get better",
        EarlyStopping::new,
        optional(
            "metric",
            metrics(tasks),
            EarlyStopping::metric,
            EpochMetric.VALIDATION_LOSS,
            "what is to get better"),
        optional("patience", Whole.from(1), EarlyStopping::patience, 5, "epochs to wait for it"),
        optional("min_delta", Real.atLeast(0), EarlyStopping::minDelta, 0.0, "what is no better"));
  }

  private static Choice<EpochMetric> metrics(List<Task> tasks) {
    SequencedMap<String, EpochMetric> metrics = new LinkedHashMap<>();
    for (Task task : tasks) {
      Arrays.stream(EpochMetric.values()).forEach(it -> metrics.putIfAbsent(it.name(task), it));
    }
    return new Choice<>(List.copyOf(metrics.keySet()), List.copyOf(metrics.values()));
  }
}
