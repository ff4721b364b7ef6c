import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The clients of load-test.sh, run from source: no library, a thread for each client. */
public final class LoadTest {

  private static final int CLIENTS = number("CLIENTS", 64);
  private static final int STREAMS = number("STREAMS", 500);
  private static final int JOBS = number("JOBS", 8);
  private static final int COLUMNS = 20;
  private static final int ROWS = 5_000;

  /** What calls of one kind took and were answered. */
  private static final class Calls {
    private final Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
    private final List<Integer> micros = new ArrayList<>();

    void add(int status, long nanos) {
      statuses.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
      synchronized (micros) {
        micros.add((int) Math.min(Integer.MAX_VALUE, nanos / 1000));
      }
    }

    String told(String kind) {
      int[] sorted;
      synchronized (micros) {
        sorted = micros.stream().mapToInt(Integer::intValue).sorted().toArray();
      }
      return String.format(
          Locale.ROOT,
          "%-28s %9d calls  p50 %9.2f ms  p99 %9.2f ms  most %9.2f ms  %s",
          kind,
          sorted.length,
          at(sorted, 0.5),
          at(sorted, 0.99),
          at(sorted, 1),
          new TreeMap<>(statuses));
    }

    private static double at(int[] sorted, double share) {
      int place = (int) Math.min(sorted.length - 1L, Math.round(share * sorted.length));
      return sorted.length == 0 ? 0 : sorted[Math.max(0, place)] / 1000.0;
    }
  }

  /** Sends as one owner. */
  private record Owner(String key) {
    HttpRequest.Builder request(String path) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(120));
      return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  private static final Map<String, Calls> CALLS = new ConcurrentHashMap<>();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final List<Thread> THREADS = new ArrayList<>();
  private static String url = "";
  private static long end;
  private static Path process = Path.of("/proc/self");

  public static void main(String[] args) throws Exception {
    url = args[1];
    process = Path.of("/proc", args[3]);
    String key = args.length > 4 ? args[4] : "";
    long length = (long) (Double.parseDouble(args[2]) * 60e9);
    if (args[0].equals("fair")) {
      fair(key, length);
    } else {
      crowd(new Owner(key), length);
    }
    for (Thread thread : THREADS) {
      thread.join(150_000);
    }
    CALLS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> System.out.println(it.getValue().told(it.getKey())));
    List<Integer> errors =
        CALLS.values().stream()
            .flatMap(it -> it.statuses.keySet().stream())
            .filter(status -> status >= 500 && status != 503)
            .toList();
    System.exit(errors.isEmpty() ? 0 : 1);
  }

  private static void crowd(Owner owner, long length) throws Exception {
    String data = upload(owner, "crowd", ROWS);
    String model = trained(owner, data);
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      jobs.add(job(owner, data, "long-" + i, 100_000, 64));
    }
    end = System.nanoTime() + length;
    for (int i = 0; i < STREAMS; i++) {
      String job = jobs.get(i % jobs.size());
      begin(() -> watch(owner, job));
    }
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(i);
      begin(() -> predict(owner, "prediction", model, random, 1));
    }
    begin(() -> predict(owner, "prediction of 1000 rows", model, new Random(99), 1000));
    for (int i = 0; i < 2; i++) {
      begin(() -> drop(owner, "upload", ROWS));
    }
    begin(() -> get(owner, "list of jobs", "/api/v1/jobs", 500));
    begin(
        () -> get(owner, "chart", "/api/v1/jobs/" + jobs.getFirst() + "/metrics?points=300", 500));
    begin(() -> get(owner, "liveness", "/actuator/health/liveness", 200));
    watchProcess();
  }

  private static void fair(String admin, long length) throws Exception {
    Owner flooding = owner(admin, "flooding");
    Owner other = owner(admin, "other");
    String data = upload(flooding, "dear", 50_000);
    String model = trained(flooding, data);
    String quiet = upload(other, "quiet", ROWS);
    String served = trained(other, quiet);
    for (int i = 0; i < 50; i++) {
      job(flooding, data, "flood-" + i, 100_000, 512);
    }
    end = System.nanoTime() + length;
    String trace = trace();
    for (int i = 0; i < 4; i++) {
      begin(
          () ->
              post(
                  flooding,
                  "flood: evaluation",
                  "/api/v1/models/" + model + "/evaluations",
                  "{\"dataset_id\": \"" + data + "\"}"));
      begin(() -> predict(flooding, "flood: large prediction", model, new Random(1), 20_000));
      begin(() -> post(flooding, "flood: trace", "/api/v1/trace", trace));
      begin(
          () -> get(flooding, "flood: projection", "/api/v1/datasets/" + data + "/projection", 0));
      begin(
          () -> get(flooding, "flood: column", "/api/v1/datasets/" + data + "/columns?name=c1", 0));
      begin(() -> get(flooding, "flood: weights", "/api/v1/models/" + model + "/weights", 0));
      begin(() -> get(flooding, "flood: onnx", "/api/v1/models/" + model + "/onnx", 0));
      begin(() -> drop(flooding, "flood: upload", 50_000));
      begin(
          () ->
              post(
                  flooding,
                  "flood: body of {}",
                  "/api/v1/specs/check",
                  "[" + "{},".repeat(5_000_000) + "{}]"));
      begin(() -> get(flooding, "flood: list", "/api/v1/models?limit=200", 0));
    }
    begin(() -> predict(other, "other: prediction", served, new Random(5), 1));
    begin(() -> get(other, "other: liveness", "/actuator/health/liveness", 100));
    begin(() -> get(other, "other: list of jobs", "/api/v1/jobs", 100));
    begin(() -> shortJobs(other, quiet));
    watchProcess();
  }

  private static void begin(Body body) {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (System.nanoTime() < end) {
                    try {
                      body.run();
                    } catch (IOException e) {
                      CALLS
                          .computeIfAbsent("broken off: " + e.getMessage(), _ -> new Calls())
                          .add(0, 0);
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  }
                });
    THREADS.add(thread);
  }

  private static HttpResponse<String> timed(String kind, HttpRequest request) throws Exception {
    long begun = System.nanoTime();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    CALLS
        .computeIfAbsent(kind, _ -> new Calls())
        .add(answer.statusCode(), System.nanoTime() - begun);
    if (answer.statusCode() == 429) {
      Thread.sleep(1000 * answer.headers().firstValueAsLong("Retry-After").orElse(1));
    }
    return answer;
  }

  private static void get(Owner owner, String kind, String path, long pause) throws Exception {
    timed(kind, owner.request(path).GET().build());
    Thread.sleep(pause);
  }

  private static HttpResponse<String> post(Owner owner, String kind, String path, String json)
      throws Exception {
    return timed(
        kind,
        owner
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  private static void predict(Owner owner, String kind, String model, Random random, int rows)
      throws Exception {
    StringBuilder body = new StringBuilder("{\"instances\": [");
    for (int row = 0; row < rows; row++) {
      body.append(row == 0 ? "[" : ",[").append(row(random)).append(']');
    }
    post(owner, kind, "/api/v1/models/" + model + "/predictions", body.append("]}").toString());
  }

  private static String row(Random random) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < COLUMNS; i++) {
      row.append(i == 0 ? "" : ",").append(random.nextInt(1000) / 100.0);
    }
    return row.toString();
  }

  private static void watch(Owner owner, String job) throws Exception {
    HttpRequest request =
        owner.request("/api/v1/jobs/" + job + "/events").timeout(Duration.ofHours(10)).build();
    HttpResponse<java.io.InputStream> answer = HTTP.send(request, BodyHandlers.ofInputStream());
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body()))) {
      Calls events = CALLS.computeIfAbsent("events (time between)", _ -> new Calls());
      long last = System.nanoTime();
      while (System.nanoTime() < end) {
        String line = lines.readLine();
        if (line == null) {
          return;
        }
        if (line.startsWith("event:")) {
          events.add(answer.statusCode(), System.nanoTime() - last);
          last = System.nanoTime();
        }
      }
    }
  }

  private static String csv(int rows) {
    Random random = new Random(rows);
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < COLUMNS; i++) {
      csv.append("c").append(i).append(',');
    }
    csv.append("kind\n");
    for (int i = 0; i < rows; i++) {
      csv.append(row(random)).append(',').append((char) ('a' + random.nextInt(3))).append('\n');
    }
    return csv.toString();
  }

  private static HttpResponse<String> upload(Owner owner, String kind, String name, int rows)
      throws Exception {
    return timed(
        kind,
        owner
            .request("/api/v1/datasets?name=" + name)
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(csv(rows)))
            .build());
  }

  private static String upload(Owner owner, String name, int rows) throws Exception {
    return id(upload(owner, "first upload", name, rows));
  }

  /** An upload that is deleted again. */
  private static void drop(Owner owner, String kind, int rows) throws Exception {
    HttpResponse<String> made = upload(owner, kind, "dropped", rows);
    if (made.statusCode() == 201) {
      timed(kind + " (deleted)", owner.request("/api/v1/datasets/" + id(made)).DELETE().build());
    }
  }

  private static String job(Owner owner, String data, String name, int epochs, int units)
      throws Exception {
    String json =
        """
        {"dataset_id": "%s", "name": "%s", "model": {"layers": [{"type": "affine", "out": %d},
         {"type": "relu"}, {"type": "affine", "out": 3}], "loss": "softmax_ce"},
         "training": {"epochs": %d, "seed": 1}}
        """
            .formatted(data, name, units, epochs);
    return id(post(owner, "job", "/api/v1/jobs", json));
  }

  private static String trained(Owner owner, String data) throws Exception {
    return ended(owner, job(owner, data, "served", 2, 64));
  }

  /** The model of a job, when it is there. */
  private static String ended(Owner owner, String job) throws Exception {
    while (true) {
      String text =
          HTTP.send(owner.request("/api/v1/jobs/" + job).GET().build(), BodyHandlers.ofString())
              .body();
      if (text.contains("\"status\":\"succeeded\"")) {
        return field(text, "model_id");
      }
      if (text.contains("\"status\":\"failed\"")) {
        throw new IllegalStateException(text);
      }
      Thread.sleep(50);
    }
  }

  private static void shortJobs(Owner owner, String data) throws Exception {
    long begun = System.nanoTime();
    String job = job(owner, data, "short", 1, 8);
    String text = "\"started_at\":null";
    while (text.contains("\"started_at\":null") && System.nanoTime() < end) {
      Thread.sleep(50);
      text =
          HTTP.send(owner.request("/api/v1/jobs/" + job).GET().build(), BodyHandlers.ofString())
              .body();
    }
    CALLS
        .computeIfAbsent("other: a job's wait", _ -> new Calls())
        .add(text.contains("\"started_at\":null") ? 408 : 200, System.nanoTime() - begun);
  }

  /** A step of about 10^9 FLOPs. */
  private static String trace() {
    Random random = new Random(3);
    StringBuilder x = new StringBuilder();
    StringBuilder t = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      x.append(i == 0 ? "[" : ",[").append(row(random)).append(']');
      t.append(i == 0 ? "" : ",").append(random.nextInt(3));
    }
    return """
    {"spec": {"input_shape": [%d], "layers": [{"type": "affine", "out": 600}, {"type": "relu"},
     {"type": "affine", "out": 600}, {"type": "relu"}, {"type": "affine", "out": 3}],
     "loss": "softmax_ce"}, "batch": {"x": [%s], "t": [%s]}, "values": "none",
     "after": {"optimizer": {"type": "sgd", "lr": 0.01}, "steps": 6}}
    """
        .formatted(COLUMNS, x, t);
  }

  private static Owner owner(String admin, String name) throws Exception {
    String json =
        "{\"owner\": \"%s\", \"scopes\": [\"read\", \"train\", \"infer\"]}".formatted(name);
    return new Owner(field(post(new Owner(admin), "key", "/api/v1/keys", json).body(), "key"));
  }

  private static String id(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return field(answer.body(), "id");
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException(name + " is not in " + json);
    }
    return matcher.group(1);
  }

  /** Memory, threads and files of the service, ten times on the way. */
  private static void watchProcess() throws Exception {
    long step = Math.max(1_000_000_000L, (end - System.nanoTime()) / 10);
    while (System.nanoTime() < end) {
      System.out.println(seen());
      Thread.sleep(Duration.ofNanos(Math.max(1, Math.min(step, end - System.nanoTime()))));
    }
    System.out.println(seen());
  }

  private static String seen() throws IOException {
    if (!Files.isDirectory(process)) {
      return "the service has ended";
    }
    String status = Files.readString(process.resolve("status"));
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return "memory %s, threads %s, files %d"
          .formatted(value(status, "VmRSS"), value(status, "Threads"), files.count());
    }
  }

  private static String value(String status, String name) {
    return Arrays.stream(status.split("\n"))
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("?");
  }

  private static int number(String name, int otherwise) {
    String value = System.getenv(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}
