package io.descent.engine;

import io.descent.engine.kernel.KernelGroup;
import io.descent.engine.kernel.provider.KernelProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Which kernels this process trains with. */
public final class KernelChoice {

  private static volatile boolean settled;

  private KernelChoice() {}

  /** Short name of the kernels: {@code plain} or {@code vector}. */
  public static String name() {
    return KernelProvider.current().name();
  }

  /** One sentence for the log: what was picked and why. */
  public static String explanation() {
    return KernelProvider.current().explanation();
  }

  /** For each group of operations whether it goes as fast as it will under this choice. */
  public static Map<String, BooleanSupplier> readiness() {
    boolean plain = name().equals("plain");
    return Arrays.stream(KernelGroup.values())
        .collect(
            Collectors.toMap(
                group -> group.name().toLowerCase(Locale.ROOT),
                group -> () -> plain || group.ready()));
  }

  /** Whether the warm-up has ended, whatever it came to. */
  public static boolean isSettled() {
    return settled;
  }

  /**
   * Chooses for networks made from now on.
   *
   * @param choice {@code auto}, {@code plain} or {@code vector}
   * @throws IllegalStateException where {@code vector} is asked for and not to be had
   */
  public static void choose(String choice) {
    KernelProvider.choose(choice);
  }

  /** Work that somebody waits for, and that the warm-up lets go first. */
  public interface Hurry extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Lets the warm-up wait until what is given is closed: not for ever, and not where a network
   * waits for its kernels.
   */
  public static Hurry hurry() {
    return KernelProvider.pause()::close;
  }

  /** The same for work of moments, which networks wait for too: for a few seconds in all. */
  public static Hurry brief() {
    return KernelProvider.briefPause()::close;
  }

  /**
   * Compiles what there is to compile, on a thread of low priority. Once a process is enough.
   *
   * @param then gets the groups of operations that could not be compiled and stay plain
   */
  public static void warmUp(Consumer<List<String>> then) {
    KernelProvider.current()
        .warmUp(
            plain -> {
              settled = true;
              then.accept(plain);
            });
  }
}
