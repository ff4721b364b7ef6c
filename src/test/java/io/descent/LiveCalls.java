package io.descent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ApiDocument.Answer;
import io.descent.ApiDocument.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Calls of a running service, each answer of which is held against its OpenAPI document. */
final class LiveCalls {

  private static final String APPLICATION_JSON = "application/json";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final ApiDocument document;
  private final String key;

  private LiveCalls(String address, ApiDocument document, String key) {
    this.address = address;
    this.document = document;
    this.key = key;
  }

  /** Of a service that asks for no keys. */
  static LiveCalls of(int port) throws IOException, InterruptedException {
    String address = "http://localhost:" + port;
    HttpRequest asked = HttpRequest.newBuilder(URI.create(address + "/v3/api-docs")).build();
    String text = HttpClient.newHttpClient().send(asked, BodyHandlers.ofString()).body();
    return new LiveCalls(address, new ApiDocument(text), "");
  }

  /** By the same document, of another service that asks for keys. */
  LiveCalls at(int port, String key) {
    return new LiveCalls("http://localhost:" + port, document, key);
  }

  ApiDocument document() {
    return document;
  }

  /**
   * Calls an operation and holds its answer against the document.
   *
   * @param arguments name and value of each path variable, of a query parameter after a {@code ?},
   *     of a header after a {@code :}
   */
  Answer answer(String id, int status, String body, String... arguments) throws Exception {
    Operation operation = document.operation(id);
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    HttpRequest.Builder request = request();
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", APPLICATION_JSON);
    }
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].substring(1);
      switch (arguments[i].charAt(0)) {
        case '?' -> query.append('&').append(name).append('=').append(encoded(arguments[i + 1]));
        case ':' -> request.setHeader(name, arguments[i + 1]);
        default -> path = path.replace('{' + arguments[i] + '}', arguments[i + 1]);
      }
    }
    request
        .uri(URI.create(address + path + query.toString().replaceFirst("&", "?")))
        .method(operation.verb().toUpperCase(Locale.ROOT), BodyPublishers.ofString(body));
    return checked(id, status, request.build());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Posts bytes to an operation that takes them. */
  Answer post(String id, int status, String path, String type, byte[] body) throws Exception {
    HttpRequest.Builder request =
        request()
            .uri(URI.create(address + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    return checked(id, status, request.build());
  }

  /** The flowers as a form, with these fields. */
  Answer upload(int status, String... fields) throws Exception {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(part("name=\"" + fields[i] + '"', fields[i + 1]));
    }
    String iris = Files.readString(Path.of("examples/data/iris.csv"));
    return form(status, form + part("name=\"file\"; filename=\"iris.csv\"", iris));
  }

  /** Images and their labels as a form. */
  Answer upload(int status, byte[] images, byte[] labels) throws Exception {
    return form(
        status,
        part("name=\"file\"; filename=\"images\"", new String(images, ISO_8859_1))
            + part("name=\"labels\"; filename=\"labels\"", new String(labels, ISO_8859_1)));
  }

  private static String part(String head, String content) {
    return "--x\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n";
  }

  private Answer form(int status, String parts) throws Exception {
    byte[] bytes = (parts + "--x--\r\n").getBytes(ISO_8859_1);
    String type = "multipart/form-data; boundary=x";
    return post("uploadDataset", status, "/api/v1/datasets", type, bytes);
  }

  /** Waits for the end of a job or a sweep. */
  void ended(String operation, String id) throws Exception {
    Instant last = Instant.now().plus(Duration.ofSeconds(60));
    while (answer(operation, 200, "", "id", id).json().get("finished_at").isNull()) {
      assertThat(Instant.now()).isBefore(last);
    }
  }

  private HttpRequest.Builder request() {
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(Duration.ofSeconds(60));
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  private Answer checked(String id, int status, HttpRequest request) throws Exception {
    Answer answer = Answer.of(http.send(request, BodyHandlers.ofByteArray()));
    String said = new String(answer.body(), StandardCharsets.UTF_8);
    String what = id + " " + request.uri() + " " + answer.status() + " " + said;
    assertThat(answer.status()).as(what).isEqualTo(status);
    document.verify(document.operation(id), answer, what);
    return answer;
  }
}
