package io.descent.engine.kernel.provider;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.descent.engine.kernel.KernelGroup;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Pace;
import io.descent.engine.kernel.PixelProducts;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.convolution.PlainConvolutions;
import io.descent.engine.kernel.convolution.VectorConvolutions;
import io.descent.engine.kernel.elementwise.PlainActivations;
import io.descent.engine.kernel.elementwise.PlainUpdates;
import io.descent.engine.kernel.elementwise.VectorActivations;
import io.descent.engine.kernel.pixels.PlainPixels;
import io.descent.engine.kernel.pixels.VectorPixels;
import io.descent.engine.kernel.pooling.PlainPooling;
import io.descent.engine.kernel.pooling.VectorPooling;
import io.descent.engine.kernel.products.PlainProducts;
import io.descent.engine.kernel.products.VectorProducts;
import io.descent.engine.kernel.rows.PlainRows;
import io.descent.engine.kernel.rows.VectorRows;
import io.descent.engine.kernel.team.SharedKernels;
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
    return new KernelProvider(
        "plain", "plain kernels, " + reason, () -> new Kernels("plain", plain()));
  }

  private static KernelProvider vector() {
    return new KernelProvider(
        "vector",
        "vector kernels of " + VectorProducts.LANES + " lanes, plain until they are compiled",
        () -> new Kernels("vector", plain(), lanes()));
  }

  /** Plain loops for every group. */
  static Kernels.Form plain() {
    return new Kernels.Form(
        new PlainPixels(),
        new PlainProducts(),
        new PixelProducts() {},
        new PlainConvolutions(),
        new PlainPooling(),
        new PlainActivations(),
        new PlainRows(),
        new PlainUpdates());
  }

  /** Lanes for every group that has them. */
  static Kernels.Form lanes() {
    VectorProducts products = new VectorProducts();
    return new Kernels.Form(
        new VectorPixels(),
        products,
        products,
        new VectorConvolutions(),
        new VectorPooling(),
        new VectorActivations(),
        new VectorRows(),
        new PlainUpdates());
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
            new WarmUp(Pauses.OF_PROCESS, Pauses.BRIEF).run();
            Pauses.OF_PROCESS.await();
            Pace.measured(new PaceMeasurement(maker).measure());
            then.accept(KernelGroup.notReady());
          });
    } else {
      then.accept(List.of());
    }
  }

  /** The warm-up waits until it is closed. */
  public static Pauses.Pause pause() {
    return Pauses.OF_PROCESS.begin();
  }

  /** The same, though a network may wait: for a few seconds in all. */
  public static Pauses.Pause briefPause() {
    return Pauses.BRIEF.begin();
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
    Pauses.OF_PROCESS.want();
    return maker.get();
  }

  /** Kernels that share their operations out to the threads of a training, one for now. */
  public Team team() {
    Pauses.OF_PROCESS.want();
    return SharedKernels.team(maker, Pace::current);
  }
}
