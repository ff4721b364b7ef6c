package io.descent.engine.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Which kernels this process uses: chosen once, by {@link #choose} or else by the system property
 * {@code descent.kernel}, of {@code auto}, {@code plain}, {@code vector}.
 */
public final class KernelProvider {

  private static final String PROPERTY = "descent.kernel";
  private static final String MODULE_FLAG = "--add-modules jdk.incubator.vector";
  private static final long HEAD_START_MILLIS = 2000;

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
      case "plain" -> plain("as " + PROPERTY + "=plain asks");
      case "vector" -> {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
          throw new IllegalStateException(PROPERTY + "=vector, but " + obstacle.get());
        }
        yield vector();
      }
      case "auto" -> obstacle().map(KernelProvider::plain).orElseGet(KernelProvider::vector);
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be auto, plain or vector, got " + choice);
    };
  }

  private static KernelProvider plain(String reason) {
    return new KernelProvider("plain", "plain kernels, " + reason, PlainKernels::new);
  }

  private static KernelProvider vector() {
    return new KernelProvider(
        "vector",
        "vector kernels of " + VectorProducts.LANES + " lanes, plain until they are compiled",
        VectorKernels::whereReady);
  }

  /** Why lanes cannot be used, and the flag that would help. */
  private static Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.of("the vector module is missing: start java with " + MODULE_FLAG);
    }
    if (!fusesMultiplyAdd()) {
      return Optional.of(
          "this processor or -XX:-UseFMA gives no fused multiply-add: results are the same, but"
              + " come very slowly");
    }
    return Optional.empty();
  }

  private static boolean fusesMultiplyAdd() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
  }

  /**
   * Compiles lanes on a thread of low priority; with plain kernels there is nothing to do. It
   * begins a moment later: the compiler gets the plain loops first, which do the work until then.
   *
   * @param then gets the groups of operations whose lanes did not come to be compiled, which stay
   *     plain
   */
  public void warmUp(Consumer<List<String>> then) {
    if (name.equals("vector")) {
      Executor later =
          CompletableFuture.delayedExecutor(
              HEAD_START_MILLIS, TimeUnit.MILLISECONDS, KernelProvider::startInBackground);
      later.execute(
          () -> {
            new WarmUp().run();
            then.accept(KernelGroup.notReady());
          });
    } else {
      then.accept(List.of());
    }
  }

  private static void startInBackground(Runnable task) {
    Thread.ofPlatform().name("kernel-warm-up").daemon().priority(Thread.MIN_PRIORITY).start(task);
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
