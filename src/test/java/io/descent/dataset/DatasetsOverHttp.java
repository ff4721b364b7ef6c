package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.security.Owner;
import io.descent.storage.Blobs;
import io.descent.web.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The data sets alone, over HTTP, with small limits. */
@SpringBootTest(
    classes = DatasetsOverHttp.DataSets.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "descent.db.url=jdbc:h2:mem:dataset-http;DB_CLOSE_DELAY=-1",
      "descent.home=target/dataset-http-test",
      "descent.limits.upload=1MB",
      "descent.limits.cell=64KB",
      "descent.limits.upload-idle=3s",
      "descent.limits.concurrent-uploads=2",
      "db-scheduler.enabled=false"
    })
abstract class DatasetsOverHttp {

  static final String IRIS = new String(Intake.example("iris.csv"), UTF_8);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @EnableAutoConfiguration
  @AutoConfigurationPackage(
      basePackageClasses = {Datasets.class, Blobs.class, Limits.class, Owner.class})
  @ComponentScan(
      basePackageClasses = {Datasets.class, Blobs.class, Limits.class, Owner.class},
      excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*(Test|Probe|\\$Edge)"))
  @ConfigurationPropertiesScan(basePackageClasses = {Limits.class, Owner.class})
  static class DataSets {

    @Bean
    Use use() {
      return new Use();
    }
  }

  /** A user of one data set at most. */
  static final class Use implements DatasetUse {

    Optional<UUID> used = Optional.empty();

    @Override
    public Optional<String> userOf(UUID dataset) {
      return used.filter(dataset::equals).map(_ -> "job 7");
    }
  }

  @Autowired JdbcTemplate jdbc;
  @Autowired Use use;
  @LocalServerPort int port;
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void nothingLooseIsLeft() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(count("stored_blob where state = 'loose'")).isZero());
  }

  long count(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Long.class);
  }

  static String id(JsonNode set) {
    return set.get("id").asString();
  }

  static List<String> ids(JsonNode page) {
    return page.get("items").valueStream().map(DatasetsOverHttp::id).toList();
  }

  /** What came back. */
  record Answer(int status, HttpResponse<byte[]> response, byte[] body) {

    String text() {
      return new String(body, UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(body);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + port + "/api/v1/datasets" + path));
  }

  Answer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response, response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  Answer get(String path) {
    return send(request(path).GET().build());
  }

  Answer delete(String path) {
    return send(request(path).DELETE().build());
  }

  Answer post(Form form, String... headers) {
    HttpRequest.Builder request =
        request("").header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.POST(form.body()).build());
  }

  Answer postCsv(String query, String csv) {
    return send(
        request(query)
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(csv))
            .build());
  }

  Answer raw(String type, String body) {
    return send(
        request("").header("Content-Type", type).POST(BodyPublishers.ofString(body)).build());
  }

  Socket socket() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  static String head(String length) {
    return "POST /api/v1/datasets HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
        + length
        + "\r\n\r\n";
  }

  static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  static int status(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    String line = new String(in.readNBytes(12), UTF_8);
    assertThat(line).startsWith("HTTP/1.1 ");
    return Integer.parseInt(line.substring(9));
  }

  static int statusSoon(Socket socket) throws IOException {
    try {
      return status(socket);
    } catch (java.net.SocketTimeoutException e) {
      return 0;
    }
  }

  static Form form() {
    return new Form();
  }

  /** A multipart form. */
  static final class Form {

    static final String BOUNDARY = "limit-7d1";
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    Form field(String name, String value) {
      return part("name=\"" + name + "\"", value.getBytes(UTF_8));
    }

    Form file(String name, String fileName, byte[] content) {
      String quoted = fileName.replace("\"", "%22");
      return part("name=\"" + name + "\"; filename=\"" + quoted + "\"", content);
    }

    private Form part(String disposition, byte[] content) {
      String head =
          "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
      parts.writeBytes(head.getBytes(UTF_8));
      parts.writeBytes(content);
      parts.writeBytes("\r\n".getBytes(UTF_8));
      return this;
    }

    BodyPublisher body() {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(parts.toByteArray());
      whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
      return BodyPublishers.ofByteArray(whole.toByteArray());
    }
  }
}
