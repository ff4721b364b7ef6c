package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.provider.TestKernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits contract: one result, whatever computes it. */
class WeightsHashTest {

  /** What every machine gets; a change of it is a change of the bits contract. */
  private static final String EXPECTED =
      """
      c3d45e0fedad 0x1.b76d50c79569ap0 0x1.8d7975e103d91p0 0x1.f54063da2ecb2p-1
      f8b4e38a1783 0x1.d15dbda165945p0 0x1.bf6b540f9fbd4p0 0x1.10de8fb19ea58p0
      c4d4e5409601 0x1.adf1f67f60bp0 0x1.836b3e201bdd6p0 0x1.e1bb93d14f495p-1
      b435f5c95c80 0x1.adb217b149f76p0 0x1.8efdf165ea614p0 0x1.c145da6372d6p-1
      cf6f15ac4bb9 0x1.6e446d800a5d9p0 0x1.3acbb1b57bc47p0 0x1.4bbb43b3feb83p-1
      f0298677a576 0x1.965ba790a7f59p0 0x1.6b6ee0434b26ap0 0x1.71ca0776fa53fp-1
      6cf5df673f3b 0x1.965c699ab7eaap0 0x1.6b74a68093ee8p0 0x1.71a6ce2dd4abbp-1
      281f60904730 0x1.8342af78d9b87p0 0x1.2b836bf29165ep0 0x1.1435918fe702dp2
      3415b52a02bb 0x1.e2982621a2d7ep4 0x1.c2b0d170c151bp4 0x1.33fcad23b223cp7
      032c69f643a4 0x1.7588ac3a0f6dep-1 0x1.209977b4a51c5p-1 0x1.3fb7c384c4645p-2
      30fd87fec5ef 0x1.60e04d41f0d49p2 0x1.a38fb06c216fep0 0x1.2a2b573e9dc16p4
      0ad91d7cbe7f 0x1.7fbbb4d4630c9p0 0x1.75f3ad645ed9fp0 0x1.538cbe96c6bf8p-2
      """;

  static Stream<String> kernels() {
    return TestKernels.all().map(k -> k.name());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyKernelEndsInTheSameBits(String kernels) {
    assertThat(WeightsHash.of(TestKernels.named(kernels))).isEqualTo(EXPECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "1, plain",
    "2, plain",
    "3, plain",
    "7, plain",
    "2, vector",
    "3, vector",
    "7, vector"
  })
  void everyNumberOfThreadsEndsInTheSameBits(int threads, String kernels) {
    try (Team team = TestKernels.eagerTeam(kernels)) {
      assertThat(WeightsHash.of(team, _ -> threads)).isEqualTo(EXPECTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector"})
  void threadsThatComeAndGoInMidRunEndInTheSameBits(String kernels) {
    try (Team team = TestKernels.eagerTeam(kernels)) {
      assertThat(WeightsHash.of(team, step -> 1 + step * 5 % 7)).isEqualTo(EXPECTED);
    }
  }

  @Test
  void everyLayerLossAndOptimizerIsTrained() {
    Set<String> types = new HashSet<>();
    for (WeightsHash.Training training : WeightsHash.trainings()) {
      training.model().layers().forEach(layer -> types.add(layer.type()));
      types.add(training.model().loss().type());
      types.add(training.optimizer().type());
    }

    assertThat(types).containsAll(LayerSpec.kinds().stream().map(Kind::type).toList());
    assertThat(types).containsAll(OptimizerSpec.kinds().stream().map(Kind::type).toList());
    assertThat(types).containsAll(Arrays.stream(LossSpec.values()).map(LossSpec::type).toList());
  }

  /** Lanes take minutes in the interpreter; {@code KernelBitsIT} has it run each operation once. */
  @ParameterizedTest
  @CsvSource({"-Xint, plain", "-XX:TieredStopAtLevel=1, plain", "-XX:TieredStopAtLevel=1, vector"})
  void everyWayToRunTheCodeEndsInTheSameBits(String option, String kernels) throws Exception {
    assertThat(child(option, kernels)).isEqualTo(EXPECTED);
  }

  /** Lanes of 128, 256 and 512 bits. */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:UseAVX=1", "-XX:UseAVX=2", "-XX:UseAVX=3"})
  void everyWidthOfLanesEndsInTheSameBits(String option) throws Exception {
    assertThat(child(option, "vector")).isEqualTo(EXPECTED);
  }

  private static String child(String option, String kernels)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", option, "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(WeightsHash.class.getName(), kernels));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.stripTrailing() + "\n";
  }
}
