package io.descent.engine;

import io.descent.engine.FieldType.Choice;
import java.util.function.Function;

/**
 * How the weights of a layer start; biases start at 0.
 *
 * <p>{@code HE}: normal, variance 2/fan_in (He et al. 2015). {@code XAVIER}: normal, variance
 * 2/(fan_in + fan_out) (Glorot and Bengio 2010).
 */
public enum Initializer {
  HE,
  XAVIER,
  ZEROS;

  static <S> Field<S, Initializer> field(Function<S, Initializer> of) {
    return Field.starting("init", Choice.of(values()), of, HE, "how the weights start");
  }
}
