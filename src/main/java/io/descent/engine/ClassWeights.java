package io.descent.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much each class counts in the loss that is descended, Σ w_t E ÷ Σ w_t over the batch. Metrics
 * are never weighted.
 */
public sealed interface ClassWeights {

  /** All count the same. */
  ClassWeights NONE = new None();

  record None() implements ClassWeights {}

  /** Rows ÷ (classes × rows of the class), over the training part. */
  record Balanced() implements ClassWeights {}

  /**
   * @param byClass finite and above 0, in the order of the classes
   */
  record Given(List<Double> byClass) implements ClassWeights {

    public Given {
      byClass = List.copyOf(byClass);
    }
  }

  /** A weight a class; empty where all count the same. */
  default List<Double> of(Samples train, LossSpec loss) {
    return switch (this) {
      case None _ -> List.of();
      case Balanced _ -> balanced(counts(train, loss));
      case Given(List<Double> byClass) -> byClass;
    };
  }

  /** Rows of each class, up to the last that occurs. */
  static long[] counts(Samples train, LossSpec loss) {
    float[] target = new float[train.targets()];
    int[] labels =
        IntStream.range(0, train.rows())
            .map(
                row -> {
                  train.target(row, target, 0);
                  return loss.label(target);
                })
            .toArray();
    long[] counts = new long[Arrays.stream(labels).max().orElse(0) + 1];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    return counts;
  }

  /** A class without a row counts as if it had one. */
  private static List<Double> balanced(long[] counts) {
    double rows = Arrays.stream(counts).sum();
    return Arrays.stream(counts)
        .mapToObj(count -> rows / ((double) counts.length * Math.max(1, count)))
        .toList();
  }

  /**
   * The share that each class has in what is descended, over a training part: the constant answer
   * that these weights favour. Empty where all count the same.
   */
  default List<Double> shares(Samples train, LossSpec loss) {
    List<Double> weights = of(train, loss);
    long[] counts = weights.isEmpty() ? new long[0] : counts(train, loss);
    double sum = 0;
    for (int k = 0; k < counts.length; k++) {
      sum += weights.get(k) * counts[k];
    }
    double all = sum;
    return IntStream.range(0, counts.length)
        .mapToObj(k -> weights.get(k) * counts[k] / all)
        .toList();
  }

  /** For a fingerprint. */
  default String text() {
    return switch (this) {
      case None _ -> "none";
      case Balanced _ -> "balanced";
      case Given(List<Double> byClass) ->
          byClass.stream().map(Object::toString).collect(Collectors.joining(" "));
    };
  }
}
