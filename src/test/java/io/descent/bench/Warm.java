package io.descent.bench;

import io.descent.engine.kernel.provider.KernelProvider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Waits until kernels are what they will be, as they are in a service that has run for a minute; as
 * a program, fails where that does not come.
 */
final class Warm {

  private static final long PATIENCE_SECONDS = 90;

  private Warm() {}

  public static void main(String[] arguments) {
    System.exit(up().isEmpty() ? 0 : 1);
  }

  /** The groups of operations that stayed plain. */
  static List<String> up() {
    KernelProvider provider = KernelProvider.current();
    System.err.println("# " + provider.explanation());
    long start = System.nanoTime();
    CompletableFuture<List<String>> end = new CompletableFuture<>();
    provider.warmUp(end::complete);
    List<String> plain =
        end.completeOnTimeout(List.of("all"), PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    System.err.printf("# %.1f s; not warm: %s%n", (System.nanoTime() - start) * 1e-9, plain);
    return plain;
  }
}
