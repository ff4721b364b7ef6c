package io.descent.engine.kernel;

import java.util.function.Supplier;

/**
 * Which kernels this process uses: chosen once, by {@link #choose} or else by the system property
 * {@code descent.kernel}, of {@code auto}, {@code plain}, {@code vector}.
 */
public final class KernelProvider {

  private static final String PROPERTY = "descent.kernel";

  private static volatile KernelProvider current = of(System.getProperty(PROPERTY, "auto"));

  private final String name;
  private final String explanation;
  private final Supplier<Kernels> maker;

  private KernelProvider(String name, String explanation, Supplier<Kernels> maker) {
    this.name = name;
    this.explanation = explanation;
    this.maker = maker;
  }

  public static KernelProvider current() {
    return current;
  }

  /** Chooses for networks made from now on. */
  public static void choose(String choice) {
    current = of(choice);
  }

  private static KernelProvider of(String choice) {
    return switch (choice) {
      case "auto", "plain" ->
          new KernelProvider(
              "plain", "plain Java, as " + PROPERTY + "=" + choice + " asks", PlainKernels::new);
      default ->
          throw new IllegalArgumentException(PROPERTY + " must be auto or plain, got " + choice);
    };
  }

  /** Short name of the kernels. */
  public String name() {
    return name;
  }

  /** One sentence for the log: what was picked and why. */
  public String explanation() {
    return explanation;
  }

  /** New kernels with scratch memory of their own, for one thread. */
  public Kernels create() {
    return maker.get();
  }
}
