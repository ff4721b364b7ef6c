package io.descent;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
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
    ScriptRun.succeeds(
        directory, Map.of("PORT", Integer.toString(freePort())), "scripts/kill-test.sh", "5");
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
