package io.descent.engine;

import io.descent.engine.kernel.KernelProvider;

/** Which kernels this process trains with. */
public final class KernelChoice {

  private KernelChoice() {}

  /** Short name of the kernels: {@code plain} or {@code vector}. */
  public static String name() {
    return KernelProvider.current().name();
  }

  /** One sentence for the log: what was picked and why. */
  public static String explanation() {
    return KernelProvider.current().explanation();
  }
}
