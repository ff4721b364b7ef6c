import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Trains jobs of the same kind at a service. */
final class Runs {

  private static final int MOST_WARM_UPS = 6;
  private static final int WARM_UP_SECONDS = 3;
  private static final int MOST_EPOCHS = 100_000;

  private final Client client;
  private final Workers workers;

  Runs(Client client, Workers workers) {
    this.client = client;
    this.workers = workers;
  }

  /**
   * Of jobs that ran at once.
   *
   * @param samples that were trained: epochs × rows of the training part, of all jobs
   * @param from when the first started, as the service says; the last ended at {@code to}
   * @param processorSeconds of all training threads
   * @param clientSeconds from the first request to the last answer
   * @param jobId one of the jobs
   */
  record Run(
      double samples,
      Instant from,
      Instant to,
      double processorSeconds,
      double clientSeconds,
      String jobId,
      String modelId) {

    double seconds() {
      return Duration.between(from, to).toNanos() / 1e9;
    }

    double rate() {
      return samples / seconds();
    }
  }

  /** The samples a second of one job after another, once they no longer grow. */
  double warmUp(Kind kind) throws IOException, InterruptedException {
    double best = 0;
    int epochs = kind.epochs();
    for (int i = 0; i < MOST_WARM_UPS; i++) {
      double rate = run(kind, epochs, 1).rate();
      boolean steady = rate < 1.1 * best;
      best = Math.max(best, rate);
      if (steady) {
        return best;
      }
      epochs = epochs(kind, best, WARM_UP_SECONDS);
    }
    return best;
  }

  /** Jobs that take a little longer than so many seconds at this rate. */
  Run timed(Kind kind, double rate, int seconds, int atOnce)
      throws IOException, InterruptedException {
    return run(kind, epochs(kind, rate, seconds), atOnce);
  }

  private static int epochs(Kind kind, double rate, int seconds) {
    int rows = kind.data() == Kind.Data.IRIS ? 120 : 8000;
    return (int) Math.clamp(Math.ceil(1.1 * seconds * rate / rows), 1, MOST_EPOCHS);
  }

  private Run run(Kind kind, int epochs, int atOnce) throws IOException, InterruptedException {
    long began = System.nanoTime();
    double used = workers.seconds();
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      jobs.add(client.start(kind, "\"epochs\": " + epochs));
    }
    Instant from = Instant.MAX;
    Instant to = Instant.MIN;
    String model = "";
    for (String job : jobs) {
      String ended = client.ended(job);
      Instant started = Instant.parse(Client.text(ended, "started_at"));
      Instant finished = Instant.parse(Client.text(ended, "finished_at"));
      from = started.isBefore(from) ? started : from;
      to = finished.isAfter(to) ? finished : to;
      model = Client.text(ended, "model_id");
    }
    double clientSeconds = (System.nanoTime() - began) / 1e9;
    double processorSeconds = workers.seconds() - used;
    double samples = (double) atOnce * epochs * trainedRows(model);
    return new Run(samples, from, to, processorSeconds, clientSeconds, jobs.getFirst(), model);
  }

  private int trainedRows(String model) throws IOException, InterruptedException {
    String card = client.get("/api/v1/models/" + model + "/card");
    return Integer.parseInt(Client.found("\"rows\":\\{\"train\":(\\d+)", card));
  }
}
