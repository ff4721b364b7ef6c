package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged jar as a process of its own, started by the launcher on a port that was free, for
 * integration tests. What quick starts need is made once, and all of them use it.
 */
final class PackagedService implements AutoCloseable {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "JAVA_HOME", System.getProperty("java.home"),
          "DESCENT_JAR", Path.of("target", "descent.jar").toAbsolutePath().toString(),
          "DESCENT_CACHE", Path.of("target", "descent-cache").toAbsolutePath().toString());

  private static boolean prepared;

  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  private PackagedService(Path home, String... options) throws IOException {
    log = home.resolve("console.log");
    List<String> command =
        new ArrayList<>(List.of("bash", "descent", "--server.port=0", "--descent.home=" + home));
    command.addAll(List.of(options));
    ProcessBuilder launcher =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    launcher.environment().putAll(environment());
    process = launcher.start();
    port =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(this::startedOn, OptionalInt::isPresent)
            .getAsInt();
    await().atMost(Duration.ofMinutes(1)).until(this::ready);
  }

  /** Starts on the database in {@code home}, and returns once the service is ready. */
  static PackagedService start(Path home, String... options) throws IOException {
    return new PackagedService(home, options);
  }

  /** With which a script starts the packaged jar, and as quickly. */
  static synchronized Map<String, String> environment() throws IOException {
    if (!prepared) {
      ProcessBuilder launcher = new ProcessBuilder("bash", "descent", "prepare").inheritIO();
      launcher.environment().putAll(ENVIRONMENT);
      assertThat(launcher.start().onExit().join().exitValue()).isZero();
      prepared = true;
    }
    return ENVIRONMENT;
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  Process process() {
    return process;
  }

  JsonNode get(String path) {
    return exchange(200, HttpRequest.newBuilder(URI.create(url() + path)));
  }

  JsonNode post(int status, String path, String contentType, byte[] body) {
    return exchange(
        status,
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private JsonNode exchange(int status, HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private OptionalInt startedOn() throws IOException {
    assertThat(process.isAlive()).as(() -> "the service ended: " + tail()).isTrue();
    return PORT.matcher(Files.readString(log))
        .results()
        .mapToInt(match -> Integer.parseInt(match.group(1)))
        .findFirst();
  }

  private boolean ready() throws IOException, InterruptedException {
    URI readiness = URI.create(url() + "/actuator/health/readiness");
    return client
            .send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  private String tail() {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - 20), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the process to end, as a shutdown would, and insists after 30 seconds. */
  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, 30, TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly)
        .join();
  }
}
