import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Samples a second of the jobs a to d through a service that runs on this machine: {@code java
 * -Ddata=examples/data benchmarks/Service.java http://127.0.0.1:8080 abcd 1,2}, the last being how
 * many at once. One JSON line a job and number.
 *
 * <p>A timed run takes five seconds or more and is preceded by runs of its kind until the rate no
 * longer grows. Samples are those trained: epochs × rows of the training part, which is the
 * service's own default of eight tenths; each epoch also evaluates a tenth. They are divided by the
 * time from {@code started_at} of the first job to {@code finished_at} of the last, as the service
 * reports them: loading, evaluation, checkpoints and the model are within.
 *
 * <p>{@code -Dshapes=50} first trains so many jobs of twenty other shapes, for about a second each;
 * {@code -Druns=3} and {@code -Dseconds=5} change what is timed.
 */
public final class Service {

  private static final Path DATA = Path.of(System.getProperty("data", "examples/data"));
  private static final int SHAPES = Integer.getInteger("shapes", 0);
  private static final int RUNS = Integer.getInteger("runs", 3);
  private static final int SECONDS = Integer.getInteger("seconds", 5);
  private static final int MOST_WARM_UPS = 6;
  private static final int MOST_EPOCHS = 100_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 100;

  /** What is trained on. */
  private enum Data {
    DIGITS,
    IRIS,
    TWO_CLASSES,
    NUMBERS
  }

  /**
   * A job but for its epochs.
   *
   * @param epochs of the first warm-up
   */
  private record Kind(
      String name, Data data, String layers, String loss, String training, int epochs) {}

  /** Of jobs that ran at once. */
  private record Run(double rate, double clientRate, String modelId) {}

  private static final String AFFINE = "{\"type\": \"affine\", \"out\": %d}";
  private static final String RELU = "{\"type\": \"relu\"}";
  private static final String POOL = "{\"type\": \"maxpool2d\", \"kernel\": 2}";

  private static final List<Kind> JOBS =
      List.of(
          new Kind(
              "a",
              Data.DIGITS,
              mlp("relu", 128, 10),
              "softmax_ce",
              training(64, "sgd", "\"lr\": 0.1"),
              60),
          new Kind(
              "b",
              Data.DIGITS,
              mlp("relu", 512, 512, 10),
              "softmax_ce",
              training(128, "adam", "\"lr\": 0.001"),
              8),
          new Kind(
              "c",
              Data.DIGITS,
              cnn(5, 16, 32, 128),
              "softmax_ce",
              training(64, "sgd", "\"lr\": 0.01, \"momentum\": 0.9"),
              4),
          new Kind(
              "d",
              Data.IRIS,
              mlp("relu", 16, 3),
              "softmax_ce",
              training(16, "sgd", "\"lr\": 0.1"),
              10_000));

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;
  private final Map<Data, String> datasets = new EnumMap<>(Data.class);
  private final String kernel;

  private Service(URI service) throws IOException, InterruptedException {
    this.service = service;
    kernel = text(get("/api/v1"), "kernel");
  }

  public static void main(String[] arguments) throws Exception {
    Service measured = new Service(URI.create(arguments[0]));
    String jobs = arguments.length > 1 ? arguments[1] : "abcd";
    String counts = arguments.length > 2 ? arguments[2] : "1";
    measured.trainOtherShapes();
    for (Kind kind : JOBS) {
      if (jobs.contains(kind.name())) {
        double rate = measured.warmUp(kind);
        for (String atOnce : counts.split(",")) {
          measured.time(kind, Integer.parseInt(atOnce), rate);
        }
      }
    }
  }

  private static String mlp(String activation, int... widths) {
    List<String> layers = new ArrayList<>();
    for (int width : widths) {
      layers.add(AFFINE.formatted(width));
      layers.add("{\"type\": \"" + activation + "\"}");
    }
    layers.removeLast();
    return String.join(", ", layers);
  }

  private static String cnn(int kernel, int first, int second, int width) {
    return String.join(
        ", ",
        conv(first, kernel),
        RELU,
        POOL,
        conv(second, kernel),
        RELU,
        POOL,
        mlp("relu", width, 10));
  }

  private static String conv(int out, int kernel) {
    return "{\"type\": \"conv2d\", \"out\": %d, \"kernel\": %d}".formatted(out, kernel);
  }

  private static String training(int batch, String optimizer, String settings) {
    return "\"batch_size\": %d, \"seed\": 1, \"optimizer\": {\"type\": \"%s\"%s}"
        .formatted(batch, optimizer, settings.isEmpty() ? "" : ", " + settings);
  }

  /** The samples a second of jobs one after another, once they no longer grow. */
  private double warmUp(Kind kind) throws IOException, InterruptedException {
    double best = 0;
    int epochs = kind.epochs();
    for (int i = 0; i < MOST_WARM_UPS; i++) {
      double rate = run(kind, epochs, 1).rate();
      boolean steady = rate < 1.1 * best;
      best = Math.max(best, rate);
      if (steady) {
        return best;
      }
      epochs = epochs(kind, best, 3);
    }
    return best;
  }

  private static int epochs(Kind kind, double rate, int seconds) {
    int rows = kind.data() == Data.IRIS ? 120 : 8000;
    return (int) Math.clamp(Math.ceil(1.1 * seconds * rate / rows), 1, MOST_EPOCHS);
  }

  private void time(Kind kind, int atOnce, double rate) throws IOException, InterruptedException {
    double[] rates = new double[RUNS];
    double[] client = new double[RUNS];
    String model = "";
    for (int i = 0; i < RUNS; i++) {
      Run run = run(kind, epochs(kind, rate, SECONDS), atOnce);
      rates[i] = run.rate();
      client[i] = run.clientRate();
      model = run.modelId();
    }
    String runs = Arrays.toString(Arrays.stream(rates).mapToLong(Math::round).toArray());
    Arrays.sort(rates);
    Arrays.sort(client);
    System.out.printf(
        Locale.ROOT,
        "{\"peer\":\"descent-service-%s%s\",\"job\":\"%s\",\"threads\":%d,\"samples_per_s\":%.1f,"
            + "\"best\":%.1f,\"runs\":%s,\"accuracy\":%s,\"by_client\":%.1f}%n",
        kernel,
        SHAPES == 0 ? "" : "-after-" + SHAPES + "-jobs",
        kind.name(),
        atOnce,
        rates[RUNS / 2],
        rates[RUNS - 1],
        runs,
        accuracy(model),
        client[RUNS / 2]);
  }

  private Run run(Kind kind, int epochs, int atOnce) throws IOException, InterruptedException {
    long began = System.nanoTime();
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      jobs.add(start(kind, "\"epochs\": " + epochs));
    }
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    String model = "";
    for (String job : jobs) {
      String ended = ended(job);
      Instant started = Instant.parse(text(ended, "started_at"));
      Instant finished = Instant.parse(text(ended, "finished_at"));
      first = started.isBefore(first) ? started : first;
      last = finished.isAfter(last) ? finished : last;
      model = text(ended, "model_id");
    }
    double samples = (double) atOnce * epochs * trainedRows(model);
    double clientSeconds = (System.nanoTime() - began) / 1e9;
    return new Run(
        samples / (Duration.between(first, last).toNanos() / 1e9), samples / clientSeconds, model);
  }

  private String start(Kind kind, String length) throws IOException, InterruptedException {
    String body =
        """
        {"dataset_id": "%s", "model": {"layers": [%s], "loss": "%s"}, "training": {%s, %s}}
        """
            .formatted(dataset(kind.data()), kind.layers(), kind.loss(), kind.training(), length);
    return text(
        post("/api/v1/jobs", "application/json", body.getBytes(StandardCharsets.UTF_8)), "id");
  }

  private String ended(String job) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      String shown = get("/api/v1/jobs/" + job);
      switch (text(shown, "status")) {
        case "succeeded" -> {
          return shown;
        }
        case "failed", "cancelled" -> throw new IllegalStateException(shown);
        default -> Thread.sleep(POLL_MILLIS);
      }
    }
    throw new IllegalStateException("job " + job + " has not ended after " + PATIENCE);
  }

  private int trainedRows(String model) throws IOException, InterruptedException {
    return Integer.parseInt(
        found("\"rows\":\\{\"train\":(\\d+)", get("/api/v1/models/" + model + "/card")));
  }

  private String accuracy(String model) throws IOException, InterruptedException {
    return found("\"test\":\\{[^\\[]*?\"accuracy\":([0-9.]+)", get("/api/v1/models/" + model));
  }

  private void trainOtherShapes() throws IOException, InterruptedException {
    List<Kind> shapes = otherShapes();
    for (int i = 0; i < SHAPES; i++) {
      ended(start(shapes.get(i % shapes.size()), "\"epochs\": 20000, \"max_seconds\": 0.8"));
    }
  }

  /** Of every layer, loss and optimizer, and of batches from 4 to 512. */
  private static List<Kind> otherShapes() {
    return List.of(
        other(Data.DIGITS, mlp("tanh", 32, 10), "softmax_ce", training(32, "adam", "")),
        other(Data.IRIS, mlp("sigmoid", 8, 3), "mse", training(4, "rmsprop", "")),
        other(Data.DIGITS, cnn(3, 8, 8, 32), "softmax_ce", training(32, "adamw", "")),
        other(Data.NUMBERS, mlp("gelu", 64, 64, 1), "mse", training(50, "adam", "")),
        other(
            Data.TWO_CLASSES, mlp("leaky_relu", 24, 1), "bce_logits", training(100, "adagrad", "")),
        other(Data.DIGITS, mlp("gelu", 200, 100, 10), "softmax_ce", training(256, "rmsprop", "")),
        other(Data.DIGITS, normalized(12), "softmax_ce", training(48, "sgd", "\"momentum\": 0.8")),
        other(Data.IRIS, mlp("relu", 32, 32, 3), "softmax_ce", training(30, "adam", "")),
        other(Data.DIGITS, mlp("leaky_relu", 300, 10), "mse", training(20, "sgd", "\"lr\": 0.01")),
        other(Data.TWO_CLASSES, mlp("tanh", 10, 10, 10, 2), "softmax_ce", training(8, "adamw", "")),
        other(Data.NUMBERS, mlp("sigmoid", 128, 1), "mse", training(512, "adagrad", "")),
        other(Data.DIGITS, cnn(5, 6, 16, 84), "softmax_ce", training(128, "rmsprop", "")),
        other(
            Data.DIGITS,
            dropped(96),
            "softmax_ce",
            training(96, "sgd", "\"momentum\": 0.9, \"nesterov\": true")),
        other(Data.IRIS, mlp("gelu", 5, 3), "softmax_ce", training(7, "adagrad", "")),
        other(Data.DIGITS, mlp("relu", 40, 30, 20, 10), "softmax_ce", training(10, "sgd", "")),
        other(Data.TWO_CLASSES, mlp("relu", 256, 2), "mse", training(64, "adam", "")),
        other(Data.DIGITS, averaged(20), "softmax_ce", training(64, "adam", "")),
        other(Data.NUMBERS, mlp("relu", 16, 16, 1), "mse", training(16, "sgd", "\"lr\": 0.01")),
        other(Data.DIGITS, mlp("sigmoid", 77, 10), "softmax_ce", training(77, "adamw", "")),
        other(Data.DIGITS, cnn(4, 24, 24, 50), "softmax_ce", training(24, "sgd", "\"lr\": 0.02")));
  }

  private static Kind other(Data data, String layers, String loss, String training) {
    return new Kind("other", data, layers, loss, training, 1);
  }

  private static String normalized(int channels) {
    return String.join(
        ", ", conv(channels, 3), "{\"type\": \"batchnorm2d\"}", RELU, POOL, mlp("relu", 40, 10));
  }

  private static String averaged(int channels) {
    return String.join(
        ", ", conv(channels, 3), RELU, "{\"type\": \"avgpool2d\", \"kernel\": 2}", mlp("tanh", 10));
  }

  private static String dropped(int width) {
    return String.join(
        ",",
        AFFINE.formatted(width),
        "{\"type\": \"batchnorm1d\"}",
        RELU,
        "{\"type\": \"dropout\", \"rate\": 0.2}",
        AFFINE.formatted(10));
  }

  /** Uploaded when it is first asked for. */
  private String dataset(Data data) throws IOException, InterruptedException {
    if (!datasets.containsKey(data)) {
      datasets.put(
          data,
          switch (data) {
            case DIGITS -> digits();
            case IRIS -> csv("iris", Files.readAllBytes(DATA.resolve("iris.csv")));
            case TWO_CLASSES -> csv("two-classes", rows(true));
            case NUMBERS -> csv("numbers", rows(false));
          });
    }
    return datasets.get(data);
  }

  private String csv(String name, byte[] content) throws IOException, InterruptedException {
    return text(post("/api/v1/datasets?name=" + name, "text/csv", content), "id");
  }

  private String digits() throws IOException, InterruptedException {
    String boundary = "descent-benchmark";
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, boundary, "file", "mnist-10k-images-idx3-ubyte.gz");
    part(form, boundary, "labels", "mnist-10k-labels-idx1-ubyte.gz");
    form.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    String type = "multipart/form-data; boundary=" + boundary;
    return text(post("/api/v1/datasets", type, form.toByteArray()), "id");
  }

  private static void part(ByteArrayOutputStream form, String boundary, String name, String file)
      throws IOException {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(boundary, name, file);
    form.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(Files.readAllBytes(DATA.resolve(file)));
    form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** 4 000 rows of 20 numbers and what follows from their sum. */
  private static byte[] rows(boolean classes) {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,target\n");
    for (int row = 0; row < 4000; row++) {
      double sum = 0;
      for (int column = 0; column < 20; column++) {
        double value = random.nextGaussian();
        sum += value;
        csv.append(String.format(Locale.ROOT, "%.3f,", value));
      }
      csv.append(classes ? (sum > 0 ? "yes" : "no") : String.format(Locale.ROOT, "%.3f", sum));
      csv.append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private String get(String path) throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(service.resolve(path)).header("Accept", "application/json"));
  }

  private String post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(service.resolve(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private String answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String text(String json, String name) {
    return found("\"" + name + "\" *: *\"([^\"]*)\"", json);
  }

  private static String found(String pattern, String json) {
    Matcher match = Pattern.compile(pattern).matcher(json);
    if (!match.find()) {
      throw new IllegalStateException("no " + pattern + " in " + json);
    }
    return match.group(1);
  }
}
