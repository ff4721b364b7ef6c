package io.descent.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.provider.TestKernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of the contract under other widths of vectors and other compilers. */
class KernelBitsIT {

  private static final String EXPECTED = KernelBits.hash(TestKernels.control());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:UseAVX=1",
        "-XX:UseAVX=2",
        "-XX:UseAVX=3",
        "-Xint",
        "-XX:TieredStopAtLevel=1",
        "-Xcomp"
      })
  void lanesHaveTheBitsOfTheControl(String flag) throws IOException, InterruptedException {
    assertThat(bits("vector", flag)).isEqualTo("bits " + EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:UseAVX=0", "-Xint", "-XX:TieredStopAtLevel=1", "-XX:-UseSuperWord"})
  void plainLoopsHaveTheBitsOfTheControl(String flag) throws IOException, InterruptedException {
    assertThat(bits("plain", flag)).isEqualTo("bits " + EXPECTED);
  }

  private static String bits(String kernels, String flag) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", flag));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KernelBits.class.getName(), kernels));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
