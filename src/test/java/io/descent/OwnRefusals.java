package io.descent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What operations refuse each for a reason of its own: of things that it makes, and takes away. */
final class OwnRefusals {

  private static final String NOWHERE = "00000000-0000-7000-8000-000000000000";
  private static final String AFFINE = "{\"type\": \"affine\", \"out\": 3}";

  /** Long to read, and many parameters. */
  private static final String LARGE =
      Stream.generate(() -> "{\"type\": \"relu\"}").limit(900).collect(Collectors.joining(", "))
          + ", {\"type\": \"affine\", \"out\": 1500}, "
          + AFFINE;

  private final LiveCalls open;
  private final Map<String, String> ids = new HashMap<>();
  private final List<String> keys = new ArrayList<>();

  OwnRefusals(LiveCalls open) throws Exception {
    this.open = open;
    String iris = id(open.upload(201));
    ids.putAll(Map.of("datasets", iris, "samples", "diabetes", "versions", "1"));
    String job = train(AFFINE, 1);
    String model = model(job);
    ids.putAll(Map.of("jobs", job, "models", model, "keys", "none", "aliases", "strict"));
    open.answer("putAlias", 200, "{\"model_id\": \"" + model + "\"}", "alias", "strict");
    ids.put(
        "evaluations",
        id(open.answer("evaluateModel", 201, "{\"dataset_id\": \"" + iris + "\"}", "id", model)));
    ids.put("sweeps", sweep(AFFINE));
  }

  Map<String, String> ids() {
    return ids;
  }

  /** A key of the owner of everything in a service that is open. */
  String key(Set<String> scopes, String limits) throws Exception {
    String words = scopes.stream().map(it -> '"' + it + '"').collect(Collectors.joining(", "));
    String asked = "{\"owner\": \"local\", \"scopes\": [%s], \"limits\": %s}";
    JsonNode made = open.answer("createKey", 201, asked.formatted(words, limits)).json();
    keys.add(made.get("id").stringValue());
    return made.get("key").stringValue();
  }

  private static String id(ApiDocument.Answer answer) {
    return answer.json().get("id").stringValue();
  }

  private String train(String layers, int epochs) throws Exception {
    // A name of its own, so that its model is the first version
    String name = "\"name\": \"strict " + UUID.randomUUID() + "\", ";
    return id(open.answer("createJob", 202, "{" + name + order(layers, epochs) + "}"));
  }

  private String model(String job) throws Exception {
    open.ended("getJob", job);
    return open.answer("getJob", 200, "", "id", job).json().get("model_id").stringValue();
  }

  /** Two trials with rates of a long list. */
  private String sweep(String layers) throws Exception {
    String rates =
        IntStream.range(0, 900)
            .mapToObj(it -> "0.%016d".formatted(1_000_000L + it))
            .collect(Collectors.joining(", "));
    String space = "\"space\": {\"/training/optimizer/lr\": {\"choice\": [" + rates + "]}}";
    String asked = "{%s, %s, \"seed\": 1, \"strategy\": {\"type\": \"random\", \"trials\": 2}}";
    return id(open.answer("createSweep", 202, asked.formatted(order(layers, 1), space)));
  }

  private String order(String layers, int epochs) {
    String model = "\"model\": {\"layers\": [%s], \"loss\": \"softmax_ce\"}".formatted(layers);
    return "\"dataset_id\": \"%s\", %s, \"training\": {\"epochs\": %d, \"seed\": 1}"
        .formatted(ids.get("datasets"), model, epochs);
  }

  /** Readable, but wrong. */
  void wrong() throws Exception {
    String model = ids.get("models");
    String job = ids.get("jobs");
    String nameless = "{\"name\": \"\"}";
    String elsewhere = "{\"dataset_id\": \"" + NOWHERE + "\"}";
    open.answer("generateDataset", 422, "{\"kind\": \"spiral\", \"rows\": 0, \"noise\": 0}");
    open.post("uploadDatasetBody", 422, "/api/v1/datasets/raw", "text/csv", new byte[] {'a'});
    open.post("importModel", 422, "/api/v1/models", "application/octet-stream", new byte[9]);
    open.answer("changeDataset", 422, nameless, "id", ids.get("datasets"));
    open.answer("changeJob", 422, nameless, "id", job);
    open.answer("changeSweep", 422, nameless, "id", ids.get("sweeps"));
    open.answer("changeModel", 422, "{\"threshold\": 7}", "id", model);
    open.answer("evaluateModel", 422, elsewhere, "id", model);
    open.answer("getDatasetProjection", 422, "", "id", wide());
    open.answer("surfaceJob", 422, "{\"x\": 0, \"y\": 99}", "id", job, "?step", "1");
    String after = "{\"after\": {\"optimizer\": {\"type\": \"sgd\", \"lr\": -1}, \"steps\": 1}}";
    open.answer("traceJob", 422, after, "id", job, "?step", "1");
  }

  /** More columns than are projected, once each category is one. */
  private String wide() throws Exception {
    String rows =
        IntStream.range(0, 1200)
            .mapToObj(i -> "a%d,b%d,%d".formatted(i % 600, (i + 7) % 600, i % 2))
            .collect(Collectors.joining("\n"));
    byte[] csv = ("a,b,c\n" + rows).getBytes(StandardCharsets.UTF_8);
    return id(open.post("uploadDatasetBody", 201, "/api/v1/datasets/raw", "text/csv", csv));
  }

  /** Of what is not finished, and of what has ended. */
  void state() throws Exception {
    String running = train(AFFINE, 90_000);
    open.answer("deleteJob", 409, "", "id", running);
    open.answer("deleteDataset", 409, "", "id", ids.get("datasets"));
    open.answer("traceJob", 409, "", "id", running, "?step", "1");
    open.answer("surfaceJob", 409, "{\"x\": 0, \"y\": 1}", "id", running, "?step", "1");
    open.answer("cancelJob", 202, "", "id", running);
    String job = ids.get("jobs");
    for (String action : List.of("pauseJob", "resumeJob", "cancelJob")) {
      open.answer(action, 409, "", "id", job);
    }
    String sweep = sweep("{\"type\": \"affine\", \"out\": 20}, " + AFFINE);
    open.answer("pauseSweep", 202, "", "id", sweep);
    open.answer("deleteSweep", 409, "", "id", sweep);
    open.answer("cancelSweep", 202, "", "id", sweep);
    open.ended("getSweep", sweep);
    for (String action : List.of("pauseSweep", "resumeSweep")) {
      open.answer(action, 409, "", "id", sweep);
    }
    open.answer("deleteSweep", 204, "", "id", sweep);
    String ended = ids.get("sweeps");
    open.ended("getSweep", ended);
    open.answer("cancelSweep", 409, "", "id", ended);
  }

  /** What a reader has already, and where a stream is known to its end. */
  void unchanged() throws Exception {
    String job = ids.get("jobs");
    String model = ids.get("models");
    for (String id : List.of("getJob", "listMetrics")) {
      again(id, job);
    }
    for (String id : List.of("getModel", "getWeights", "getModelOnnx")) {
      again(id, model);
    }
    again("getDatasetContent", ids.get("datasets"));
    for (String id : List.of("getWeights", "getModelOnnx")) {
      open.answer(id, 206, "", "id", model, ":Range", "bytes=0-3");
      open.answer(id, 416, "", "id", model, ":Range", "bytes=99999999-");
    }
    byte[] stream = open.answer("streamJobEvents", 200, "", "id", job).body();
    String end =
        new String(stream, StandardCharsets.UTF_8).replaceAll("(?s).*id: ?([0-9.]+)\n.*", "$1");
    open.answer("streamJobEvents", 204, "", "id", job, ":Last-Event-ID", end);
    open.answer("streamEvents", 204, "", "?job_id", job, ":Last-Event-ID", end);
    open.answer("streamEvents", 404, "", "?job_id", NOWHERE);
    open.answer("compareJobs", 404, "", "?id", job, "?id", NOWHERE);
  }

  private void again(String operation, String id) throws Exception {
    String tag = open.answer(operation, 200, "", "id", id).tag();
    open.answer(operation, 304, "", "id", id, ":If-None-Match", tag);
  }

  /** More than the strict service takes at once, where that is not the body. */
  void tooLarge(LiveCalls strict) throws Exception {
    String job = train(LARGE, 1);
    String other = train(LARGE, 1);
    String model = model(job);
    String sweep = sweep(LARGE);
    open.ended("getSweep", sweep);
    strict.answer("listJobs", 413, "");
    strict.answer("compareJobs", 413, "", "?id", job, "?id", other);
    strict.answer("listSweeps", 413, "");
    strict.answer("listTrials", 413, "", "id", sweep);
    String moons = "{\"kind\": \"moons\", \"rows\": 2000, \"noise\": 0.1, \"seed\": 1}";
    String many = id(open.answer("generateDataset", 201, moons));
    strict.answer("getDatasetProjection", 413, "", "id", many);
    for (String id : List.of("getModelMetadata", "getModelReady")) {
      strict.answer(id, 413, "", "model", model);
    }
    for (String id : List.of("getModelVersionMetadata", "getModelVersionReady")) {
      strict.answer(id, 413, "", "model", model, "version", "1");
    }
    String wide = model(train("{\"type\": \"affine\", \"out\": 1500}, " + AFFINE, 1));
    byte[] weights = open.answer("getWeights", 200, "", "id", wide).body();
    strict.post("importModel", 413, "/api/v1/models", "application/octet-stream", weights);
    strict.upload(413, new byte[40_000], SmallFiles.labels());
    strict.answer("traceJob", 413, "", "id", job, "?step", "1");
  }

  /** Takes back what lets callers in, and the alias that keeps its model. */
  void tidy() throws Exception {
    open.answer("deleteAlias", 204, "", "alias", "strict");
    for (String key : keys) {
      open.answer("deleteKey", 204, "", "id", key);
    }
  }
}
