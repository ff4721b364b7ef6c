package io.descent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The programs and scripts that measure are run by hand, but can at least be read. */
class BenchmarksTest {

  private static final Path FOLDER = Path.of("benchmarks");

  @TempDir Path directory;

  @Test
  void everyProgramCompilesWithoutWarnings() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options = List.of("-Xlint:all", "-Werror", "-d", directory.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjects(all(".java")))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everyScriptParses() throws Exception {
    for (Path script : all(".sh")) {
      Process check = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
      assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(check.exitValue()).as(script.toString()).isZero();
    }
  }

  private static Path[] all(String ending) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(ending)).toArray(Path[]::new);
    }
  }
}
