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
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads, trains and reads at a service. {@code -Ddata=} is the folder of the data sets. */
final class Client {

  private static final Path DATA = Path.of(System.getProperty("data", "examples/data"));
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Answers cost the service a few percent of a core when they are asked for more often. */
  private static final long POLL_MILLIS = 250;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;
  private final Map<Kind.Data, String> datasets = new EnumMap<>(Kind.Data.class);

  Client(URI service) {
    this.service = service;
  }

  String start(Kind kind, String length) throws IOException, InterruptedException {
    String body =
        """
        {"dataset_id": "%s", "model": {"layers": [%s], "loss": "%s"}, "training": {%s, %s}}
        """
            .formatted(dataset(kind.data()), kind.layers(), kind.loss(), kind.training(), length);
    return text(
        post("/api/v1/jobs", "application/json", body.getBytes(StandardCharsets.UTF_8)), "id");
  }

  String ended(String job) throws IOException, InterruptedException {
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

  /** Uploaded when it is first asked for. */
  private String dataset(Kind.Data data) throws IOException, InterruptedException {
    if (!datasets.containsKey(data)) {
      datasets.put(
          data,
          switch (data) {
            case DIGITS -> digits();
            case IRIS -> table("iris", Files.readAllBytes(DATA.resolve("iris.csv")));
            case TWO_CLASSES -> table("two-classes", rows(true));
            case NUMBERS -> table("numbers", rows(false));
          });
    }
    return datasets.get(data);
  }

  private String table(String name, byte[] content) throws IOException, InterruptedException {
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

  String get(String path) throws IOException, InterruptedException {
    return get(path, "application/json");
  }

  String csv(String path) throws IOException, InterruptedException {
    return get(path, "text/csv");
  }

  private String get(String path, String form) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(service.resolve(path)).header("Accept", form));
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

  static String text(String json, String name) {
    return found("\"" + name + "\" *: *\"([^\"]*)\"", json);
  }

  static String found(String pattern, String json) {
    Matcher match = Pattern.compile(pattern).matcher(json);
    if (!match.find()) {
      throw new IllegalStateException("no " + pattern + " in " + json);
    }
    return match.group(1);
  }
}
