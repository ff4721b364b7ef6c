package io.descent.job;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the service on a port. */
final class JobClient {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String MODEL =
      """
      {"layers": [{"type": "affine", "out": 8}, {"type": "relu"}, {"type": "affine", "out": 2}],
       "loss": "softmax_ce"}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  JobClient(int port) {
    this.port = port;
  }

  /** An answer, its body read as JSON where it is that. */
  record Answer(HttpResponse<String> http) {

    int status() {
      return http.statusCode();
    }

    JsonNode body() {
      return JSON.readTree(http.body());
    }

    String text(String field) {
      return body().path(field).asString();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (Arrays.stream(headers).noneMatch("Content-Type"::equals)) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The events of a stream up to the first that is wanted, each as its lines; the stream is left
   * then.
   */
  List<String> events(String path, String last, Predicate<String> wanted) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path));
    if (!last.isEmpty()) {
      request.header("Last-Event-ID", last);
    }
    List<String> events = new ArrayList<>();
    try (Stream<String> lines =
        http.send(request.build(), HttpResponse.BodyHandlers.ofLines()).body()) {
      StringBuilder event = new StringBuilder();
      for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
        String line = each.next();
        event.append(line).append('\n');
        if (line.isEmpty()) {
          events.add(event.toString());
          event.setLength(0);
          if (wanted.test(events.getLast())) {
            break;
          }
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return events;
  }

  /** A data set of forty rows in two classes. */
  String upload() {
    String rows =
        String.join(
            "\n",
            IntStream.range(0, 40)
                .mapToObj(i -> i + "," + (i * 7 % 11) + "," + (i % 2 == 0 ? "a" : "b"))
                .toList());
    String csv = "x,y,label\n" + rows + "\n";
    return upload("name=forty", csv);
  }

  String upload(String fields, String csv) {
    return send("POST", "/datasets?" + fields, csv, "Content-Type", "text/csv").text("id");
  }

  static String order(String dataset, String training) {
    return "{\"dataset_id\": \"%s\", \"model\": %s, \"training\": %s}"
        .formatted(dataset, MODEL, training);
  }
}
