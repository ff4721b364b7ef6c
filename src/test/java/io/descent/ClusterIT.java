package io.descent;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/cluster-test.sh}. */
@EnabledOnOs(OS.LINUX)
class ClusterIT {

  private static final int PORTS = 4;

  @TempDir Path directory;

  @Test
  void killedFrozenAndWithoutDatabaseProcessesEndEveryJobOnceInTheSameBits() throws Exception {
    assumeThat(dockerAnswers()).as("Docker answers").isTrue();

    ScriptRun.succeeds(
        directory, Map.of("PORT", Integer.toString(freePorts())), "scripts/cluster-test.sh", "12");
  }

  private static boolean dockerAnswers() throws InterruptedException {
    try {
      return new ProcessBuilder("docker", "version").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** The first of some ports below those that the system gives to clients. */
  private static int freePorts() {
    return new Random()
        .ints(20_000, 30_000)
        .filter(first -> IntStream.range(first, first + PORTS).allMatch(ClusterIT::free))
        .findFirst()
        .getAsInt();
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
