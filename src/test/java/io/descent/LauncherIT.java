package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, as a user has it: a script beside a jar. */
@EnabledOnOs(OS.LINUX)
class LauncherIT {

  private static final String REFUSED = "--descent.wokers=1";

  @TempDir Path directory;

  private Process launch(String name, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "descent"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name).toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DESCENT_CACHE", directory.resolve("cache").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String output(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private List<Path> cache() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      return files.toList();
    }
  }

  /** Refuses its address before anything is opened, so that it ends by itself. */
  private void refuses(String name, Map<String, String> environment) throws Exception {
    Process run = launch(name, environment, REFUSED, "--descent.home=" + directory.resolve("home"));

    assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(output(name)).contains("Not started: there is no setting descent.wokers");
  }

  @Test
  void firstStartsAtTheSameTimeMakeOneCacheThatLaterOnesUse() throws Exception {
    List<Process> starts = new ArrayList<>();
    for (String name : List.of("first", "second", "third")) {
      starts.add(launch(name, Map.of(), "prepare"));
    }
    for (Process start : starts) {
      assertThat(start.waitFor(5, TimeUnit.MINUTES)).isTrue();
    }

    assertThat(cache().stream().filter(Files::isSymbolicLink)).hasSize(1);
    assertThat(cache().stream().filter(it -> it.toString().endsWith(".aot"))).hasSize(1);
    assertThat(cache()).hasSize(3);
    refuses("later", Map.of("JDK_JAVA_OPTIONS", "-XX:+PrintCommandLineFlags"));
    assertThat(output("later")).contains("-XX:AOTCache=" + directory.resolve("cache"));

    for (Path file : cache().stream().filter(it -> it.toString().endsWith(".aot")).toList()) {
      assertThat(file.toFile().setWritable(true)).isTrue();
      Files.write(file, new byte[4096]);
    }
    refuses("stale", Map.of());
    assertThat(output("stale").lines()).as("a warning of a module, and why").hasSize(2);
  }

  @Test
  void whereNothingCanBeWrittenItStartsWithoutACache() throws Exception {
    refuses("nowhere", Map.of("DESCENT_CACHE", "/proc/descent"));
    refuses("off", Map.of("DESCENT_CACHE", "off"));

    assertThat(output("nowhere").lines()).hasSize(2);
    assertThat(output("off").lines()).hasSize(2);
  }

  @Test
  void optionsOfTheJvmCanBeReplaced() throws Exception {
    refuses("plain", Map.of("DESCENT_JVM", "-XX:+PrintCommandLineFlags -Xmx300m"));

    assertThat(output("plain"))
        .contains("-XX:MaxHeapSize=314572800")
        .doesNotContain("AOTCache", "UseCompactObjectHeaders");
  }

  @Test
  void aWordIsPassedOnSoThatOneCommandTrainsOnAFile() throws Exception {
    Path model = directory.resolve("iris.onnx");
    Process run =
        launch(
            "train",
            Map.of("DESCENT_CACHE", "off"),
            "train",
            "examples/data/iris.csv",
            "--target=species",
            "--out=" + model);

    assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(output("train")).contains("Test rows of each class", "Written to " + model);
    assertThat(run.exitValue()).isZero();
    assertThat(model).isNotEmptyFile();
  }

  @Test
  void withoutAJarItSaysHowToMakeOne() throws Exception {
    Path alone = Files.copy(Path.of("descent"), directory.resolve("descent"));
    Process run =
        new ProcessBuilder("bash", alone.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("alone").toFile())
            .start();

    assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).isEqualTo(1);
    assertThat(output("alone")).contains("There is no descent.jar", "mvn -B -ntp -q");
    assertThat(Arrays.asList(output("alone").split("\n"))).hasSize(1);
  }
}
