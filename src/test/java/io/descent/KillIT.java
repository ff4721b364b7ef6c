package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/kill-test.sh}. */
@EnabledOnOs(OS.LINUX)
class KillIT {

  @TempDir Path directory;

  @Test
  void killedAgainAndAgainJobsEndInTheSameBits() throws Exception {
    Path output = directory.resolve("output");
    ProcessBuilder script =
        new ProcessBuilder("bash", "scripts/kill-test.sh", "5")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    script.environment().put("PORT", Integer.toString(freePort()));
    script.environment().put("TMPDIR", directory.toString());
    script.environment().put("JAVA_HOME", System.getProperty("java.home"));
    script
        .environment()
        .put("DESCENT_JAR", Path.of("target", "descent.jar").toAbsolutePath().toString());
    Process run = script.start();
    try {
      assertThat(run.waitFor(15, TimeUnit.MINUTES)).as(Files.readString(output)).isTrue();
    } finally {
      run.destroy();
    }

    assertThat(run.exitValue()).as(Files.readString(output)).isZero();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
