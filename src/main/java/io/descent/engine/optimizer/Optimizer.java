package io.descent.engine.optimizer;

import io.descent.engine.tensor.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves parameters against their gradients. Rates and corrections are computed in double and
 * rounded to float once a step.
 */
public abstract sealed class Optimizer permits Sgd, Adagrad, RmsProp, Adam {

  private final List<Parameter> parameters;
  private final List<List<Slot>> slots = new ArrayList<>();

  Optimizer(List<Parameter> parameters, String... letters) {
    this.parameters = List.copyOf(parameters);
    for (String letter : letters) {
      slots.add(this.parameters.stream().map(p -> Slot.of(p, letter)).toList());
    }
  }

  /**
   * One update of all parameters.
   *
   * @param lr this epoch's learning rate
   * @param update number of the update, from 1
   */
  public final void step(double lr, long update) {
    prepare(lr, update);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      int n = parameter.value().data().length;
      update(i, n, parameter.value().data(), parameter.gradient().data());
    }
  }

  /** What is remembered from step to step, part of a saved state. */
  public final List<Slot> slots() {
    return slots.stream().flatMap(List::stream).toList();
  }

  final float[] slot(int kind, int parameter) {
    return slots.get(kind).get(parameter).value().data();
  }

  abstract void prepare(double lr, long update);

  abstract void update(int parameter, int n, float[] w, float[] g);
}
