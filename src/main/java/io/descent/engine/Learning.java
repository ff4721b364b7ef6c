package io.descent.engine;

import java.util.List;

/**
 * What of a network learns, and from what.
 *
 * @param classWeights how much each class counts in the loss; empty where all count the same
 * @param frozen indexes of layers that do not learn: their parameters keep their bits and have no
 *     gradients, and batch normalization uses its running statistics unchanged
 */
public record Learning(List<Double> classWeights, List<Integer> frozen) {

  /** All layers, from all classes alike. */
  public static final Learning ALL = new Learning(List.of(), List.of());

  public Learning {
    classWeights = List.copyOf(classWeights);
    frozen = List.copyOf(frozen);
  }

  static Learning of(ModelSpec model, TrainingPlan plan, Samples train) {
    return new Learning(plan.classWeights().of(train, model.loss()), plan.frozen());
  }

  boolean isFrozen(int layer) {
    return frozen.contains(layer);
  }

  double[] weights() {
    return classWeights.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
