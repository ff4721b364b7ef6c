package io.descent.bench;

import io.descent.engine.kernel.KernelProvider;

/**
 * Waits until kernels are what they will be, as they are in a service that has run for a minute; as
 * a program, fails where that does not come.
 */
final class Warm {

  private static final long PATIENCE_NANOS = 90_000_000_000L;

  private Warm() {}

  public static void main(String[] arguments) throws InterruptedException {
    up();
    System.exit(KernelProvider.current().isWarm() ? 0 : 1);
  }

  static void up() throws InterruptedException {
    KernelProvider provider = KernelProvider.current();
    System.err.println("# " + provider.explanation());
    long start = System.nanoTime();
    provider.warmUp();
    while (!provider.isWarm() && System.nanoTime() - start < PATIENCE_NANOS) {
      Thread.sleep(20);
    }
    System.err.printf("# warm: %b after %.1f s%n", provider.isWarm(), seconds(start));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
