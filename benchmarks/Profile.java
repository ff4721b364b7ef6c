import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a worker's time goes to while it trains a job: {@code java benchmarks/Profile.java
 * http://127.0.0.1:8080 PID abc}, PID being the process of the service, which records execution
 * samples (see {@code benchmarks/profile.sh}). One row of Markdown a job: shares of the samples of
 * the worker's stack, and last by the clock the share of the job's time outside of training steps,
 * which counts what waits as well.
 */
final class Profile {

  private static final int SECONDS = Integer.getInteger("seconds", 8);

  /** What is told apart; the first whose frame is on the stack. */
  private enum Part {
    EVALUATION("io.descent.engine.Trainer.evaluate", "io.descent.run.Publication.measure"),
    GATHER(
        "io.descent.engine.Batch.load",
        "io.descent.engine.Trainer.shuffleOnce",
        "io.descent.dataset.EncodedSamples.announce"),
    METRICS(
        "io.descent.engine.Score.add",
        "io.descent.engine.Trainer.endTraining",
        "io.descent.run.Training.endEpoch"),
    STEP("io.descent.engine.Trainer.learn"),
    CHECKPOINT("io.descent.run.CheckpointStore.keep"),
    PROGRESS("io.descent.job.JobLeases.progress", "io.descent.job.LiveProgress.show"),
    REST("io.descent.run.Worker.run");

    private final List<String> methods;

    Part(String... methods) {
      this.methods = List.of(methods);
    }
  }

  private final Client client;
  private final Runs runs;
  private final String process;

  private Profile(Client client, String process) {
    this.client = client;
    this.process = process;
    runs = new Runs(client, new Workers(process));
  }

  public static void main(String[] arguments) throws Exception {
    Profile profile = new Profile(new Client(URI.create(arguments[0])), arguments[1]);
    Map<Kind, Runs.Run> timed = new LinkedHashMap<>();
    for (Kind kind : Kind.JOBS) {
      if (arguments[2].contains(kind.name())) {
        double rate = profile.runs.warmUp(kind);
        timed.put(kind, profile.runs.timed(kind, rate, SECONDS, 1));
      }
    }
    Path recording = profile.dump();
    System.out.println(
        "| job | evaluation | gather | metrics | step | checkpoint | progress | rest | samples"
            + " | by the clock outside of steps |\n"
            + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Map.Entry<Kind, Runs.Run> job : timed.entrySet()) {
      profile.print(job.getKey(), job.getValue(), recording);
    }
    Files.delete(recording);
  }

  private Path dump() throws IOException, InterruptedException {
    Path file = Files.createTempFile("descent", ".jfr");
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process dump =
        new ProcessBuilder(jcmd.toString(), process, "JFR.dump", "filename=" + file)
            .inheritIO()
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (dump.waitFor() != 0) {
      throw new IOException("process " + process + " gave no recording");
    }
    return file;
  }

  private void print(Kind kind, Runs.Run run, Path recording)
      throws IOException, InterruptedException {
    Map<Part, Integer> counts = new EnumMap<>(Part.class);
    try (RecordingFile events = new RecordingFile(recording)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        boolean within =
            event.getStartTime().isAfter(run.from()) && event.getStartTime().isBefore(run.to());
        if (within && event.getEventType().getName().endsWith("Sample")) {
          count(event, counts);
        }
      }
    }
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder row = new StringBuilder("| " + kind.name() + " |");
    for (Part part : Part.values()) {
      row.append(
          String.format(Locale.ROOT, " %.1f %% |", 100.0 * counts.getOrDefault(part, 0) / all));
    }
    double outside = 1 - trainingSeconds(run.jobId()) / run.seconds();
    System.out.printf(Locale.ROOT, "%s %d | %.1f %% |%n", row, all, 100 * outside);
  }

  private static void count(RecordedEvent event, Map<Part, Integer> counts) {
    if (event.getStackTrace() == null) {
      return;
    }
    Set<String> stack =
        event.getStackTrace().getFrames().stream().map(Profile::name).collect(Collectors.toSet());
    Arrays.stream(Part.values())
        .filter(part -> part.methods.stream().anyMatch(stack::contains))
        .findFirst()
        .ifPresent(part -> counts.merge(part, 1, Integer::sum));
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /** Of all epochs, evaluation apart. */
  private double trainingSeconds(String job) throws IOException, InterruptedException {
    return client
        .csv("/api/v1/jobs/" + job + "/metrics")
        .lines()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
        .sum();
  }
}
