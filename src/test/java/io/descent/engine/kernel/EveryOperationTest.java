package io.descent.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.provider.TestKernels;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finds the operation that was added to a group and forgotten elsewhere. */
class EveryOperationTest {

  private static final List<Class<?>> WITH_LANES =
      List.of(
          Pixels.class,
          Products.class,
          PixelProducts.class,
          Convolutions.class,
          Pooling.class,
          Activations.class,
          Rows.class);

  private final Set<String> calls = new TreeSet<>();

  @Test
  void isACaseOfKernelBits() {
    Kernels recording = recording();
    KernelBits.cases().forEach(each -> each.results(recording));
    assertThat(calls)
        .isEqualTo(operations(Stream.concat(WITH_LANES.stream(), Stream.of(Updates.class))));
  }

  @Test
  void isAStepOfItsGroupsExercise() {
    TestKernels.exercises(recording()).forEach(each -> each.steps().forEach(Runnable::run));
    assertThat(calls).isEqualTo(operations(WITH_LANES.stream()));
  }

  private static Set<String> operations(Stream<Class<?>> groups) {
    return groups
        .flatMap(group -> Arrays.stream(group.getMethods()).map(m -> name(group, m.getName())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(Class<?> group, String operation) {
    return group.getSimpleName() + "." + operation;
  }

  private Kernels recording() {
    Kernels plain = TestKernels.plain();
    return new Kernels(
        "recording",
        new Kernels.Form(
            recording(Pixels.class, plain.pixels()),
            recording(Products.class, plain.products()),
            recording(PixelProducts.class, plain.pixelProducts()),
            recording(Convolutions.class, plain.convolutions()),
            recording(Pooling.class, plain.pooling()),
            recording(Activations.class, plain.activations()),
            recording(Rows.class, plain.rows()),
            recording(Updates.class, plain.updates())));
  }

  private <T> T recording(Class<T> group, T kernels) {
    return group.cast(
        Proxy.newProxyInstance(
            group.getClassLoader(),
            new Class<?>[] {group},
            (_, method, arguments) -> {
              calls.add(name(group, method.getName()));
              return method.invoke(kernels, arguments);
            }));
  }
}
