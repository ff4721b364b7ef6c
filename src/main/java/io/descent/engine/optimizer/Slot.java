package io.descent.engine.optimizer;

import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;

/** What an optimizer remembers of one parameter, laid out like its value. */
public record Slot(Parameter parameter, String letter, Tensor value) {

  static Slot of(Parameter parameter, String letter) {
    Tensor like = parameter.value();
    return new Slot(parameter, letter, Tensor.strided(like.rows(), like.columns(), like.stride()));
  }

  /** Unique name in a state file. */
  public String name() {
    return parameter.name() + "/" + letter;
  }

  /** A copy of the values in client order. */
  public float[] read() {
    float[] logical = new float[parameter.size()];
    parameter.layout().gather(value.data(), logical);
    return logical;
  }

  /** Sets the values, given in client order. */
  public void write(float[] logical) {
    parameter.layout().scatter(logical, value.data());
  }
}
