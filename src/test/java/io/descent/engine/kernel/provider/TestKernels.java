package io.descent.engine.kernel.provider;

import io.descent.engine.kernel.Exercise;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Pace;
import io.descent.engine.kernel.PixelProducts;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.convolution.ControlConvolutions;
import io.descent.engine.kernel.products.ControlProducts;
import io.descent.engine.kernel.team.SharedKernels;
import java.util.List;
import java.util.stream.Stream;

/** Every form of {@link Kernels}, for tests that must hold with each. */
public final class TestKernels {

  private TestKernels() {}

  public static Stream<Kernels> all() {
    return Stream.of(control(), plain(), vector());
  }

  public static Kernels named(String name) {
    return all().filter(k -> k.name().equals(name)).findFirst().orElseThrow();
  }

  /** What defines the bits of the rest; of elementwise operations and rows the plain loops do. */
  public static Kernels control() {
    Kernels.Form plain = KernelProvider.plain();
    return new Kernels(
        "control",
        new Kernels.Form(
            plain.pixels(),
            new ControlProducts(),
            new PixelProducts() {},
            new ControlConvolutions(),
            plain.pooling(),
            plain.activations(),
            plain.rows(),
            plain.updates()));
  }

  public static Kernels plain() {
    return new Kernels("plain", KernelProvider.plain());
  }

  /** Lanes from the first call on. */
  public static Kernels vector() {
    return new Kernels("vector", KernelProvider.lanes());
  }

  /** Shares out all that can be, however little it is. */
  public static Team eagerTeam(String name) {
    return team(name, new Pace(1e6, 1e6, 1));
  }

  public static Team team(String name, Pace pace) {
    return SharedKernels.team(() -> named(name), () -> pace);
  }

  /** What brings lanes to be compiled. */
  public static List<Exercise> exercises(Kernels lanes) {
    return WarmUp.exercises(lanes);
  }
}
