package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples, run by bash as a reader would, and a measurement. */
@EnabledOnOs(OS.LINUX)
class ExamplesIT {

  @TempDir static Path home;
  private static PackagedService service;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    service = PackagedService.start(home);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"01-iris.sh", "02-mnist.sh", "03-elsewhere.sh", "04-sweep.sh"})
  void exampleReachesItsAccuracy(String script) throws Exception {
    Process run = example(script, Map.of("DESCENT_URL", service.url()));

    assertThat(run.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(output()).isZero();
  }

  @Test
  void benchmarkOfTheServiceGivesALine() throws Exception {
    Process run =
        new ProcessBuilder(
                PackagedService.java(),
                "-Druns=1",
                "-Dseconds=1",
                "benchmarks/Service.java",
                service.url(),
                "d")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();

    assertThat(run.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(output()).isZero();
    assertThat(output()).contains("\"job\":\"d\",\"threads\":1,\"samples_per_s\":");
  }

  @Test
  void firstExampleTrainsThenServesUntilInterrupted() throws Exception {
    int port = freePort();
    Process run = digits(port);
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> !run.isAlive() || output().contains("Ctrl-C ends the service."));
      assertThat(run.isAlive()).as(output()).isTrue();
      assertThat(output()).contains("epoch 30/30", "Test accuracy 0.9", "read as");

      new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();

      assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(answersOn(port)).isFalse();
    } finally {
      run.destroy();
    }
  }

  @Test
  void firstExampleSaysHowToChooseAnotherPort() throws Exception {
    Process run = digits(Integer.parseInt(service.url().replaceAll(".*:", "")));

    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(1);
    assertThat(output()).contains("is taken", "PORT=");
  }

  private Process digits(int port) throws IOException {
    return example(
        "00-digits.sh",
        Map.of(
            "PORT", Integer.toString(port),
            "DESCENT_HOME", directory.resolve("home").toString()));
  }

  private Process example(String script, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "examples/" + script)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    builder.environment().putAll(PackagedService.environment());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean answersOn(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
