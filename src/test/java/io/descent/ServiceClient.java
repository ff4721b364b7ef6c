package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the service on a port that trains models for a test. */
public final class ServiceClient {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String CSV = "text/csv";
  private static final String APPLICATION_JSON = "application/json";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  public ServiceClient(int port) {
    this.address = "http://localhost:" + port;
  }

  /** An answer in bytes. */
  public record Answer(int status, HttpResponse<byte[]> http) {

    public String text() {
      return new String(http.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return JSON.readTree(http.body());
    }

    public Answer expect(int wanted) {
      assertThat(status).as(text()).isEqualTo(wanted);
      return this;
    }
  }

  public Answer send(String method, String path, String type, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Content-Type", type);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), answer);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, APPLICATION_JSON, new byte[0], headers);
  }

  public Answer post(String path, String json, String... headers) {
    return send("POST", path, APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8), headers);
  }

  public Answer patch(String path, String json) {
    return send(
        "PATCH", path, "application/merge-patch+json", json.getBytes(StandardCharsets.UTF_8));
  }

  public Answer delete(String path) {
    return send("DELETE", path, APPLICATION_JSON, new byte[0]);
  }

  public Answer csv(String path, String csv, String... headers) {
    return send("POST", path, CSV, csv.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** The id of a data set made of CSV. */
  public String upload(String csv, String query) {
    return csv("/api/v1/datasets?" + query, csv).expect(201).json().path("id").stringValue();
  }

  /** The id of a data set made of a file that has come to us from outside. */
  public String uploadField(String file, String query) {
    return send("POST", "/api/v1/datasets?" + query, CSV, fieldBytes(file))
        .expect(201)
        .json()
        .path("id")
        .stringValue();
  }

  public static String field(String file) {
    return new String(fieldBytes(file), StandardCharsets.UTF_8);
  }

  public static byte[] fieldBytes(String file) {
    try (InputStream in = ServiceClient.class.getResourceAsStream("/field/" + file)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A job of the request that has ended, as it is shown. */
  public JsonNode trained(String request) {
    String job = post("/api/v1/jobs", request).expect(202).json().path("id").stringValue();
    return ended(job);
  }

  public JsonNode ended(String job) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                Set.of("succeeded", "failed", "cancelled")
                    .contains(get("/api/v1/jobs/" + job).json().path("status").stringValue()));
    return get("/api/v1/jobs/" + job).json();
  }

  /** The id of the model that a job of this request makes. */
  public String model(String request) {
    JsonNode job = trained(request);
    assertThat(job.path("status").stringValue()).as(job.toString()).isEqualTo("succeeded");
    return job.path("model_id").stringValue();
  }
}
