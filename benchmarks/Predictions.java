import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures answers over HTTP of a service that runs on this machine: {@code java
 * benchmarks/Predictions.java http://127.0.0.1:8080}. Trains a small network on 30 columns first,
 * and measures without and with a job that trains beside it.
 */
public final class Predictions {

  private static final int COLUMNS = 30;
  private static final int CLIENTS = 8;
  private static final int SECONDS = 10;
  private static final int CSV_ROWS = 100_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;

  private Predictions(URI service) {
    this.service = service;
  }

  public static void main(String[] arguments) throws Exception {
    Predictions measured = new Predictions(URI.create(arguments[0]));
    String dataset = measured.upload(rows(5000, true));
    String model = measured.train(dataset);
    byte[] csv = rows(CSV_ROWS, false);
    String json = "/api/v1/models/" + model + "/predictions";
    String infer = "/v2/models/" + model + "/infer";
    measured.singles("one row, JSON", json, measured.row());
    measured.singles("one row, /v2", infer, measured.tensor());
    measured.csv(json, csv);
    String beside = measured.start(dataset, 100_000);
    measured.singles("one row, JSON, while a job trains", json, measured.row());
    measured.csv(json, csv);
    measured.post("/api/v1/jobs/" + beside + "/cancel", "application/json", new byte[0]);
  }

  private static byte[] rows(int rows, boolean withTarget) {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder();
    for (int c = 0; c < COLUMNS; c++) {
      csv.append(c == 0 ? "" : ",").append("x").append(c);
    }
    csv.append(withTarget ? ",t\n" : "\n");
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int c = 0; c < COLUMNS; c++) {
        double value = random.nextGaussian();
        sum += value;
        csv.append(c == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", value));
      }
      csv.append(withTarget ? (sum > 0 ? ",yes\n" : ",no\n") : "\n");
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] row() {
    return ("{\"instances\": [[" + numbers() + "]]}").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] tensor() {
    String form =
        "{\"inputs\": [{\"name\": \"input\", \"shape\": [1, %d], \"datatype\": \"FP32\", \"data\":"
            + " [%s]}]}";
    return form.formatted(COLUMNS, numbers()).getBytes(StandardCharsets.UTF_8);
  }

  private static String numbers() {
    String[] numbers = new String[COLUMNS];
    Arrays.setAll(numbers, i -> Double.toString(i / 7.0 - 2));
    return String.join(",", numbers);
  }

  private String upload(byte[] csv) throws IOException, InterruptedException {
    return field(post("/api/v1/datasets?name=bench", "text/csv", csv), "id");
  }

  private String train(String dataset) throws IOException, InterruptedException {
    String job = start(dataset, 3);
    for (int i = 0; i < 600; i++) {
      String shown = get("/api/v1/jobs/" + job);
      if (field(shown, "status").equals("succeeded")) {
        return field(shown, "model_id");
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("no model after a minute");
  }

  private String start(String dataset, int epochs) throws IOException, InterruptedException {
    String job =
        """
        {"dataset_id": "%s", "training": {"epochs": %d},
         "model": {"layers": [{"type": "affine", "out": 64}, {"type": "relu"},
                              {"type": "affine", "out": 2}], "loss": "softmax_ce"}}
        """;
    byte[] body = job.formatted(dataset, epochs).getBytes(StandardCharsets.UTF_8);
    return field(post("/api/v1/jobs", "application/json", body), "id");
  }

  private void singles(String name, String path, byte[] body) throws Exception {
    load(path, body, 3);
    long[] nanos = load(path, body, SECONDS);
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%s, %d clients: %.0f requests/s, p50 %.2f ms, p99 %.2f ms%n",
        name,
        CLIENTS,
        nanos.length / (double) SECONDS,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
  }

  /** What each request took, of clients that send one after the other on a connection kept open. */
  private long[] load(String path, byte[] body, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Callable<List<Long>>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(() -> client(path, body, end));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> client : threads.invokeAll(clients)) {
        all.addAll(client.get());
      }
      return all.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private List<Long> client(String path, byte[] body, long end) throws IOException {
    List<Long> nanos = new ArrayList<>();
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: "
                + service.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    Socket socket = new Socket(service.getHost(), service.getPort());
    InputStream in = new BufferedInputStream(socket.getInputStream());
    socket.setTcpNoDelay(true);
    int left = 100;
    while (System.nanoTime() < end) {
      long from = System.nanoTime();
      socket.getOutputStream().write(request);
      skipAnswer(in);
      nanos.add(System.nanoTime() - from);
      if (--left == 0) {
        // The service closes a connection after 100 requests
        socket.close();
        socket = new Socket(service.getHost(), service.getPort());
        in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
        left = 100;
      }
    }
    socket.close();
    return nanos;
  }

  private static void skipAnswer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.contains(" 200")) {
      throw new IOException(status);
    }
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    if (length >= 0) {
      in.skipNBytes(length);
      return;
    }
    for (int chunk = chunk(in); chunk > 0; chunk = chunk(in)) {
      in.skipNBytes(chunk + 2);
    }
    line(in);
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).trim(), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void csv(String path, byte[] csv) throws Exception {
    double best = 0;
    for (int i = 0; i < 8; i++) {
      long from = System.nanoTime();
      String answer = post(path, "text/csv", csv);
      double seconds = (System.nanoTime() - from) / 1e9;
      if (answer.lines().count() != CSV_ROWS + 1) {
        throw new IllegalStateException("rows are missing");
      }
      best = Math.max(best, CSV_ROWS / seconds);
    }
    System.out.printf(
        Locale.ROOT,
        "%d rows of %d columns as CSV: %.0f rows/s, best of 8%n",
        CSV_ROWS,
        COLUMNS,
        best);
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(service.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  private String post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String field(String json, String name) {
    Matcher field = Pattern.compile("\"" + name + "\" *: *\"([^\"]*)\"").matcher(json);
    if (!field.find()) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    return field.group(1);
  }
}
