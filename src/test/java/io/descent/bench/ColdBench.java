package io.descent.bench;

import io.descent.engine.Trainer;
import io.descent.engine.kernel.provider.KernelProvider;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Seconds until a fresh JVM has made its first 1 000 steps, kernels being plain until they are
 * compiled as in a service: from {@code main} on, loading the data included, and from the start of
 * the JVM on. Argument: a job, such as {@code a}.
 */
final class ColdBench {

  private static final int STEPS = 1000;

  private ColdBench() {}

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    KernelProvider provider = KernelProvider.current();
    provider.warmUp(plain -> {});
    BenchJob job = BenchJob.valueOf(args[0].toUpperCase(Locale.ROOT));
    BenchData data = job.data();
    long loaded = System.nanoTime();
    Trainer trainer = Trainer.start(job.model(), job.plan(), data.train(), data.none());
    for (int i = 0; i < STEPS; i++) {
      trainer.step();
    }
    long end = System.nanoTime();
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    System.out.printf(
        Locale.ROOT,
        "{\"peer\":\"descent-%s\",\"job\":\"cold-%s\",\"threads\":1,\"seconds\":%.2f,"
            + "\"of_loading\":%.2f,\"since_jvm_start\":%.2f}%n",
        provider.name(),
        args[0],
        (end - start) * 1e-9,
        (loaded - start) * 1e-9,
        uptime * 1e-3);
  }
}
