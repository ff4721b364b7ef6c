package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.TestKernels;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class OracleTest {

  static Stream<Arguments> cases() {
    return TestKernels.all()
        .flatMap(kernels -> Oracle.all().map(oracle -> Arguments.of(kernels.name(), oracle)));
  }

  @ParameterizedTest(name = "{1} with {0}")
  @MethodSource("cases")
  void agreesWithPyTorch(String kernels, Oracle oracle) {
    forward(oracle, TestKernels.named(kernels));
    after(oracle, TestKernels.named(kernels));
  }

  @Test
  void everyLayerLossAndOptimizerHasItsNumbers() {
    Set<String> types = new HashSet<>();
    Oracle.all()
        .forEach(
            oracle -> {
              oracle.model().layers().forEach(layer -> types.add(layer.type()));
              types.add(oracle.model().loss().type());
              types.add(oracle.optimizer().type());
            });
    types.add("dropout"); // draws from our own noise

    assertThat(types).containsAll(LayerSpec.kinds().stream().map(Kind::type).toList());
    assertThat(types).containsAll(OptimizerSpec.kinds().stream().map(Kind::type).toList());
    assertThat(types).containsAll(Arrays.stream(LossSpec.values()).map(LossSpec::type).toList());
  }

  private static void forward(Oracle oracle, Kernels kernels) {
    StepTrace trace = StepTrace.of(oracle.start(), kernels);
    JsonNode forward = oracle.json().get("forward");
    agree("output", trace.output(), forward.get("output"));
    agree("loss", new double[] {trace.loss()}, forward.get("loss"));
    if (forward.has("probabilities")) {
      agree("probabilities", trace.probabilities(), forward.get("probabilities"));
    }
    agreeAll(trace.state(), forward.path("state"));
    JsonNode gradients = oracle.json().get("gradients");
    agreeAll(trace.gradients(), gradients);
    agree("dx", trace.inputGradient(), gradients.get("dx"));
  }

  private static void after(Oracle oracle, Kernels kernels) {
    Updates updates = new Updates(oracle.optimizer(), oracle.steps(), List.of());
    Updates.Outcome after = updates.after(oracle.start(), kernels);
    JsonNode expected = oracle.json().get("after");
    agree("losses", after.losses(), expected.get("losses"));
    agreeAll(after.tensors(), expected.get("parameters"));
    agreeAll(after.tensors(), expected.path("state"));
    agree("evaluated output", after.output(), expected.get("evaluation").get("output"));
    agree("evaluated loss", new double[] {after.loss()}, expected.get("evaluation").get("loss"));
  }

  private static void agreeAll(List<NamedTensor> tensors, JsonNode expected) {
    Map<String, NamedTensor> byName =
        tensors.stream().collect(Collectors.toMap(NamedTensor::name, t -> t));
    expected
        .propertyStream()
        .filter(e -> !e.getKey().equals("dx"))
        .forEach(e -> agree(e.getKey(), byName.get(e.getKey()).values(), e.getValue()));
  }

  private static void agree(String what, float[] actual, JsonNode expected) {
    double[] values = new double[actual.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = actual[i];
    }
    agree(what, values, expected);
  }

  private static void agree(String what, double[] actual, JsonNode expected) {
    Agreement.agree(what, actual, Oracle.doubles(expected));
  }
}
