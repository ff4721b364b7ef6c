package io.descent.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.web.Warning;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much worse a model does when the values of a column are permuted among the rows.
 *
 * @param part of the data set's rows
 * @param rows measured
 * @param value of the metric where nothing is permuted
 * @param columns as the model takes them, then those that it ignores
 */
record ImportanceView(
    UUID modelId,
    ModelDocument.TrainedOn dataset,
    @Schema(allowableValues = {"all", "train", "validation", "test"}) String part,
    int rows,
    String metric,
    double value,
    int repeats,
    long seed,
    List<ColumnImportance> columns,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings) {

  /**
   * @param mean of the metric's loss over the repeats
   * @param deviation likewise, by n
   */
  record ColumnImportance(
      String name,
      @Nullable Double mean,
      @Nullable Double deviation,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> nonfinite) {

    static ColumnImportance of(String name, double[] losses) {
      double sum = 0;
      for (double loss : losses) {
        sum += loss;
      }
      double mean = sum / losses.length;
      double squares = 0;
      for (double loss : losses) {
        squares += (loss - mean) * (loss - mean);
      }
      double deviation = Math.sqrt(squares / losses.length);
      return Double.isFinite(deviation)
          ? new ColumnImportance(name, mean, deviation, List.of())
          : new ColumnImportance(name, null, null, List.of("mean", "deviation"));
    }
  }
}
