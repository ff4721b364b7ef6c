package io.descent.insight;

import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well one answer for every row does on a part: the majority class, or the mean.
 *
 * @param score accuracy, or R²
 * @param loss the least that constant probabilities reach; NaN where the loss is none of
 *     probabilities
 */
public record ConstantAnswer(double score, double loss) {

  /** One of no rows has no score. */
  public static ConstantAnswer of(Samples samples, LossSpec loss, Task task) {
    return switch (task) {
      case REGRESSION -> new ConstantAnswer(0, Double.NaN);
      case CLASSIFICATION -> ofClasses(samples, loss);
    };
  }

  private static ConstantAnswer ofClasses(Samples samples, LossSpec loss) {
    Map<Integer, Long> counts = new TreeMap<>();
    float[] target = new float[samples.targets()];
    for (int row = 0; row < samples.rows(); row++) {
      samples.target(row, target, 0);
      counts.merge(loss.label(target), 1L, Long::sum);
    }
    long[] all = counts.values().stream().mapToLong(Long::longValue).toArray();
    double rows = samples.rows();
    double entropy =
        Arrays.stream(all).mapToDouble(n -> -n / rows * StrictMath.log(n / rows)).sum();
    double score = Arrays.stream(all).max().orElse(0) / rows;
    return new ConstantAnswer(score, loss == LossSpec.MSE ? Double.NaN : entropy);
  }
}
