package io.descent.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsVolumeIT {

  private static final int ROUNDS = 4;
  private static final int MEGABYTES = 300;

  @TempDir Path folder;

  /** With a short retention, so that the test need not wait for deleted space to be free again. */
  @Test
  void threeHundredMegabytesComeAndGoInASmallHeapAndALevelFile() throws Exception {
    List<Long> sizes = sizes(run());

    assertThat(sizes).hasSize(ROUNDS);
    assertThat(sizes).allMatch(size -> size < 2L * MEGABYTES << 20);
  }

  private String run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BlobsVolume.class.getName(),
                folder.toString(),
                "1000",
                Integer.toString(ROUNDS),
                Integer.toString(MEGABYTES))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static List<Long> sizes(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("size "))
        .map(line -> Long.valueOf(line.substring(5)))
        .toList();
  }
}
