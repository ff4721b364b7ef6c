package io.descent.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of one service, which ends with the session where it was started for it. */
final class Session implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String API = "/api/v1";
  private static final String ANY_JSON = "application/json";

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final String address;
  private final @Nullable String key;
  private final Runnable end;

  private Session(String address, @Nullable String key, Runnable end) {
    this.address = address;
    this.key = key;
    this.end = end;
  }

  static Session at(String url, @Nullable String key) {
    if (!url.matches("https?://.+")) {
      throw new IllegalArgumentException(url + " is not an address: write http://host:port");
    }
    return new Session(url.replaceAll("/+$", ""), key, () -> {});
  }

  /** A service of this process, on a free port of loopback, whose logs are in its home. */
  static Session inside(LocalService local, @Nullable Path home) {
    try {
      Path place = home == null ? Files.createTempDirectory("descent-") : home.toAbsolutePath();
      ConfigurableApplicationContext service = start(local, place);
      Runnable end = () -> end(service, home == null, place);
      // Also where it is interrupted
      Runtime.getRuntime().addShutdownHook(new Thread(end));
      return new Session(
          "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port"),
          null,
          end);
    } catch (IOException e) {
      throw new NoService(NoService.sentence(e));
    }
  }

  private static ConfigurableApplicationContext start(LocalService local, Path home) {
    try {
      return local.start(
          "--server.port=0",
          "--server.address=127.0.0.1",
          "--spring.profiles.active=",
          "--descent.security.mode=open",
          "--descent.home=" + home,
          "--descent.db.url=jdbc:h2:file:"
              + home
              + "/descent;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0",
          "--logging.threshold.console=OFF");
    } catch (RuntimeException e) {
      throw new NoService(
          "no service could be started in " + home + ": see " + home + "/logs/descent.log");
    }
  }

  private static void end(
      ConfigurableApplicationContext service, boolean temporary, Path directory) {
    service.close();
    if (temporary) {
      FileSystemUtils.deleteRecursively(directory.toFile());
    }
  }

  /** What a file holds, which is sent as it is read. */
  static BodyPublisher file(Path file) throws IOException {
    requireFile(file);
    return BodyPublishers.ofFile(file);
  }

  static void requireFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
  }

  JsonNode get(String path) throws IOException {
    return json(send("GET", path, ANY_JSON, List.of(), BodyPublishers.noBody()));
  }

  JsonNode post(String path, JsonNode body) throws IOException {
    return post(path, ANY_JSON, BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  JsonNode post(String path, String type, BodyPublisher body) throws IOException {
    return json(send("POST", path, ANY_JSON, List.of("Content-Type", type), body));
  }

  /** Bytes in another form than JSON. */
  byte[] bytes(String method, String path, String accept, List<String> headers, BodyPublisher body)
      throws IOException {
    return send(method, path, accept, headers, body).body();
  }

  private HttpResponse<byte[]> send(
      String method, String path, String accept, List<String> headers, BodyPublisher body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + API + path))
            .method(method, body)
            .header("Accept", accept);
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    HttpResponse<byte[]> answer = exchange(request.build());
    if (answer.statusCode() >= 400) {
      throw new Refusal(problem(answer));
    }
    return answer;
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new NoService(address + " does not answer: is the service started there?");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoService("interrupted while waiting for " + address);
    }
  }

  private JsonNode json(HttpResponse<byte[]> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new NoService(address + " answers in another form than JSON: is it this service?");
    }
  }

  private JsonNode problem(HttpResponse<byte[]> answer) {
    try {
      JsonNode problem = JSON.readTree(answer.body());
      if (problem.isObject()) {
        return problem;
      }
    } catch (JacksonException e) {
      // Not of this service; its status has to do
    }
    return JSON.createObjectNode()
        .put("title", "Refused")
        .put("status", answer.statusCode())
        .put("detail", address + " answered " + answer.statusCode() + " without a reason");
  }

  @Override
  public void close() {
    http.close();
    end.run();
  }
}
