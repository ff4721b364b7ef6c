package io.descent.web;

import java.math.BigInteger;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ValueNode;

/** Makes JSON nodes, and refuses a number beyond the range of a double. */
final class FiniteNodes extends JsonNodeFactory {

  private static final long serialVersionUID = 1L;

  /** A number was beyond the range of a double. */
  static final class NotFinite extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public NumericNode numberNode(double value) {
    if (!Double.isFinite(value)) {
      throw new NotFinite();
    }
    return super.numberNode(value);
  }

  @Override
  public ValueNode numberNode(BigInteger value) {
    if (!Double.isFinite(value.doubleValue())) {
      throw new NotFinite();
    }
    return super.numberNode(value);
  }
}
