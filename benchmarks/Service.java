import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Samples a second of the jobs a to d through a service that runs on this machine: {@code java
 * benchmarks/Service.java http://127.0.0.1:8080 abcd 1,2}, the last being how many at once. One
 * JSON line a job and number.
 *
 * <p>A timed run takes five seconds or more and is preceded by runs of its kind until the rate no
 * longer grows. Samples are those trained: epochs × rows of the training part, which is the
 * service's own default of eight tenths; each epoch also evaluates a tenth. They are divided by the
 * time from {@code started_at} of the first job to {@code finished_at} of the last, as the service
 * reports them: loading, evaluation, checkpoints and the model are within.
 *
 * <p>{@code -Dprocess=PID}, on Linux, adds samples per second of the processor that the training
 * threads used: what would come out on a machine without other work.
 *
 * <p>{@code -Dshapes=50} first trains so many jobs of twenty other shapes, for about a second each;
 * {@code -Druns=3} and {@code -Dseconds=5} change what is timed.
 */
final class Service {

  private static final int SHAPES = Integer.getInteger("shapes", 0);
  private static final int RUNS = Integer.getInteger("runs", 3);
  private static final int SECONDS = Integer.getInteger("seconds", 5);

  private final Client client;
  private final Runs runs;

  private Service(Client client) {
    this.client = client;
    runs = new Runs(client, new Workers(System.getProperty("process", "")));
  }

  public static void main(String[] arguments) throws Exception {
    Service measured = new Service(new Client(URI.create(arguments[0])));
    String jobs = arguments.length > 1 ? arguments[1] : "abcd";
    String counts = arguments.length > 2 ? arguments[2] : "1";
    measured.trainOthers();
    for (Kind kind : Kind.JOBS) {
      if (jobs.contains(kind.name())) {
        measured.time(kind, Arrays.stream(counts.split(",")).mapToInt(Integer::parseInt).toArray());
      }
    }
  }

  private void trainOthers() throws IOException, InterruptedException {
    for (int i = 0; i < SHAPES; i++) {
      Kind kind = Kind.OTHERS.get(i % Kind.OTHERS.size());
      client.ended(client.start(kind, "\"epochs\": 20000, \"max_seconds\": 0.8"));
    }
  }

  /** Runs of one job and of several take turns. */
  private void time(Kind kind, int[] counts) throws IOException, InterruptedException {
    double rate = runs.warmUp(kind);
    Runs.Run[][] all = new Runs.Run[counts.length][RUNS];
    for (int i = 0; i < RUNS; i++) {
      for (int c = 0; c < counts.length; c++) {
        all[c][i] = runs.timed(kind, rate, SECONDS, counts[c]);
      }
    }
    for (int c = 0; c < counts.length; c++) {
      print(kind, counts[c], all[c]);
    }
  }

  private void print(Kind kind, int atOnce, Runs.Run[] timed)
      throws IOException, InterruptedException {
    double[] rates = Arrays.stream(timed).mapToDouble(Runs.Run::rate).toArray();
    String each = Arrays.toString(Arrays.stream(rates).mapToLong(Math::round).toArray());
    Arrays.sort(rates);
    System.out.printf(
        Locale.ROOT,
        "{\"peer\":\"descent-service-%s%s\",\"job\":\"%s\",\"threads\":%d,\"samples_per_s\":%.1f,"
            + "\"best\":%.1f,\"runs\":%s,\"accuracy\":%s,\"by_client\":%.1f,"
            + "\"per_processor_s\":%.1f}%n",
        Client.text(client.get("/api/v1"), "kernel"),
        SHAPES == 0 ? "" : "-after-" + SHAPES,
        kind.name(),
        atOnce,
        rates[RUNS / 2],
        rates[RUNS - 1],
        each,
        accuracy(timed[0].modelId()),
        median(timed, Runs.Run::clientSeconds),
        median(timed, Runs.Run::processorSeconds));
  }

  private static double median(Runs.Run[] timed, ToDoubleFunction<Runs.Run> seconds) {
    return Arrays.stream(timed)
        .mapToDouble(run -> run.samples() / seconds.applyAsDouble(run))
        .sorted()
        .toArray()[RUNS / 2];
  }

  private String accuracy(String model) throws IOException, InterruptedException {
    String shown = client.get("/api/v1/models/" + model);
    return Client.found("\"test\":\\{[^\\[]*?\"accuracy\":([0-9.]+)", shown);
  }
}
