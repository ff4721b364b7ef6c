package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.web.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Data sets, jobs and models for the page to show. */
final class PageServices {

  private PageServices() {}

  static Map<String, String> views(int port) throws IOException {
    String data = tables(port);
    String job = job(port, data, "shown");
    String other = job(port, data, "shown too", "0.05");
    String model = model(port, job);
    model(port, other);
    Map<String, String> views = new LinkedHashMap<>();
    views.put("start", "");
    views.put("datasets", "#/datasets");
    views.put("dataset", "#/datasets/" + data);
    views.put("new", "#/new?dataset=" + data);
    views.put("jobs", "#/jobs");
    views.put("job", "#/jobs/" + job + "?step=3");
    views.put("step", "#/jobs/" + job + "/steps/3?stage=4");
    views.put("trace", "#/trace?stage=2");
    views.put("compare", "#/compare?id=" + job + "&id=" + other);
    views.put("sweeps", "#/sweeps");
    views.put("sweep", "#/sweeps/" + sweep(port, data));
    views.put("models", "#/models");
    views.put("model", "#/models/" + model);
    views.put("guide", "#/guide?card=12");
    views.put("service", "#/service");
    views.put("keys", "#/keys");
    return views;
  }

  /** A small table of two classes. */
  static String tables(int port) throws IOException {
    return tables(port, "a");
  }

  /** The same, its first column under a name of one's own. */
  static String tables(int port, String column) throws IOException {
    StringBuilder csv = new StringBuilder(column + ",b,kind\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i % 7).append(',').append(i % 2 * 3).append(',').append(i % 2 == 0 ? "x" : "y");
      csv.append('\n');
    }
    return id(send(port, "/api/v1/datasets?name=steps", csv.toString(), "text/csv"));
  }

  static String job(int port, String data, String name) throws IOException {
    return job(port, data, name, "0.1");
  }

  static String job(int port, String data, String name, String rate) throws IOException {
    return job(port, data, name, rate, 8, 20);
  }

  /** A job that does not end by itself while a test runs. */
  static String longJob(int port, String data, String name) throws IOException {
    return job(port, data, name, "0.01", 10_000, 100_000);
  }

  /** A job of so many layers, each second one a ReLU. */
  static String deepJob(int port, String data, String name, int layers) throws IOException {
    String pair = "{\"type\": \"affine\", \"out\": 16}, {\"type\": \"relu\"}, ";
    String job =
        """
        {"dataset_id": "%s", "name": "%s",
         "model": {"layers": [%s{"type": "affine", "out": 2}], "loss": "softmax_ce"},
         "training": {"epochs": 4, "batch_size": 8, "seed": 1, "optimizer": {"type": "adam"}}}
        """
            .formatted(data, name, pair.repeat(layers));
    return id(send(port, "/api/v1/jobs", job, "application/json"));
  }

  private static String job(int port, String data, String name, String rate, int units, int epochs)
      throws IOException {
    String job =
        """
        {"dataset_id": "%s", "name": "%s",
         "model": {"layers": [{"type": "affine", "out": %d}, {"type": "relu"}, {"type": "affine", "out": 2}],
                   "loss": "softmax_ce"},
         "training": {"epochs": %d, "batch_size": 8, "seed": 1, "optimizer": {"type": "sgd", "lr": %s}}}
        """
            .formatted(data, name.replace("\"", "\\\""), units, epochs, rate);
    return id(send(port, "/api/v1/jobs", job, "application/json"));
  }

  /** A sweep that has ended. */
  private static String sweep(int port, String data) throws IOException {
    String request =
        """
        {"dataset_id": "%s", "name": "swept",
         "model": {"layers": [{"type": "affine", "out": 8}, {"type": "relu"}, {"type": "affine", "out": 2}],
                   "loss": "softmax_ce"},
         "training": {"epochs": 8, "batch_size": 8, "seed": 1, "optimizer": {"type": "sgd"}},
         "space": {"/training/optimizer/lr": {"log_uniform": [0.001, 1]}, "/model/layers/0/out": {"choice": [4, 8]}},
         "strategy": {"type": "halving", "trials": 4, "reduction": 2, "min_epochs": 2}, "seed": 1}
        """
            .formatted(data);
    String sweep = id(send(port, "/api/v1/sweeps", request, "application/json"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !get(port, "/sweeps/" + sweep).at("/finished_at").isNull());
    return sweep;
  }

  /** The model of a job, which is waited for. */
  static String model(int port, String job) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                RawHttp.send(port, "GET /api/v1/jobs/" + job + " HTTP/1.1")
                    .json()
                    .at("/model_id")
                    .asString(""),
            id -> !id.isEmpty());
  }

  /** What stands at an address of the API. */
  static JsonNode get(int port, String path) throws IOException {
    return RawHttp.send(port, "GET /api/v1" + path + " HTTP/1.1").json();
  }

  private static String id(RawHttp.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 202);
    return answer.json().at("/id").stringValue();
  }

  private static RawHttp.Answer send(int port, String path, String body, String type)
      throws IOException {
    return RawHttp.exchange(
        port,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, type, body.length(), body));
  }
}
