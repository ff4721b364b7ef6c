package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A script of the project that starts the packaged service itself. */
final class ScriptRun {

  private ScriptRun() {}

  /** Runs the script, which keeps its files in the directory, and wants it to succeed. */
  static void succeeds(Path directory, Map<String, String> environment, String... command)
      throws Exception {
    Path output = directory.resolve("output");
    ProcessBuilder script =
        new ProcessBuilder(Stream.concat(Stream.of("bash"), List.of(command).stream()).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    script.environment().put("TMPDIR", directory.toString());
    script.environment().putAll(PackagedService.environment());
    script.environment().putAll(environment);
    Process run = script.start();
    try {
      assertThat(run.waitFor(15, TimeUnit.MINUTES)).as(Files.readString(output)).isTrue();
    } finally {
      run.destroy();
    }

    assertThat(run.exitValue()).as(Files.readString(output)).isZero();
  }
}
