package io.descent.engine.kernel;

import java.util.stream.Stream;

/** Every implementation of {@link Kernels}, for tests that must hold with each. */
public final class TestKernels {

  private TestKernels() {}

  public static Stream<Kernels> all() {
    return Stream.of(new ControlKernels(), new PlainKernels(), VectorKernels.always());
  }

  public static Kernels named(String name) {
    return all().filter(k -> k.name().equals(name)).findFirst().orElseThrow();
  }
}
