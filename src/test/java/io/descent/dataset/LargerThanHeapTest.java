package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargerThanHeapTest {

  private static final int HEAP = 48 << 20;
  private static final int ROWS = 400_000;
  private static final int NUMBERS = 100;

  @TempDir private Path folder;

  @Test
  void rowsOfSeveralTimesTheHeapTrainToTheSameBitsAsInALargeOne() throws Exception {
    String small = train(HEAP, 0);
    String large = train(1 << 30, Long.MAX_VALUE);

    assertThat(number(small, "bytes")).isGreaterThan(3L * HEAP);
    assertThat(number(large, "bytes")).isZero();
    assertThat(value(small, "weights")).hasSize(64).isEqualTo(value(large, "weights"));
    assertThat(folder).isEmptyDirectory();
  }

  private String train(int heap, long mostInHeap) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                LargerThanHeap.class.getName(),
                folder.toString(),
                String.valueOf(ROWS),
                String.valueOf(NUMBERS),
                String.valueOf(mostInHeap))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static long number(String output, String name) {
    return Long.parseLong(value(output, name));
  }

  private static String value(String output, String name) {
    return output
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
