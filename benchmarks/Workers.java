import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The training threads of a service on this machine, as Linux accounts for them. */
record Workers(String process) {

  /** Seconds of the processor that they have used; 0 where no process is named. */
  double seconds() throws IOException {
    if (process.isEmpty()) {
      return 0;
    }
    double nanos = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", process, "task"))) {
      for (Path thread : threads) {
        nanos += nanos(thread);
      }
    }
    return nanos / 1e9;
  }

  private static double nanos(Path thread) throws IOException {
    try {
      boolean trains = Files.readString(thread.resolve("comm")).startsWith("train-");
      String used = Files.readString(thread.resolve("schedstat")).split(" ")[0];
      return trains ? Double.parseDouble(used) : 0;
    } catch (NoSuchFileException _) {
      return 0;
    }
  }
}
