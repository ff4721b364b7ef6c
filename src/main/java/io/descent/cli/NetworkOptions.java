package io.descent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is trained and how: a file of the API's own form, or a perceptron by a few words. */
final class NetworkOptions {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "JSON with \"model\" and, if wished, \"training\", as a job takes them.")
  @Nullable Path spec;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      split = ",",
      defaultValue = "32",
      description = "Units of the hidden layers, with commas; 0 for none. Default: 32.")
  List<Integer> hidden = List.of(32);

  @Option(names = "--epochs", paramLabel = "N", description = "Default: 20.")
  @Nullable Integer epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Default: 32.")
  @Nullable Integer batchSize;

  @Option(names = "--optimizer", description = "sgd adagrad rmsprop adam adamw. Default: adam.")
  @Nullable String optimizer;

  @Option(names = "--lr", description = "Learning rate. Default: 0.01, or the optimizer's.")
  @Nullable Double lr;

  @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same bits.")
  @Nullable Long seed;

  @Option(names = "--validation", paramLabel = "SHARE", description = "Of the rows. Default: 0.1.")
  @Nullable Double validation;

  @Option(names = "--test", paramLabel = "SHARE", description = "Of the rows. Default: 0.1.")
  @Nullable Double test;

  @Option(names = "--keep", description = "last or best: the weights of the best epoch.")
  @Nullable String keep;

  @Option(names = "--patience", paramLabel = "N", description = "Stops early, so many epochs on.")
  @Nullable Integer patience;

  @Option(names = "--class-weights", description = "none or balanced.")
  @Nullable String classWeights;

  /** The body of a job on the data set. */
  ObjectNode job(JsonNode dataset) throws IOException {
    ObjectNode written = spec == null ? JSON.createObjectNode() : read(spec);
    ObjectNode job = JSON.createObjectNode();
    job.set("dataset_id", dataset.path("id"));
    job.set("name", dataset.path("name"));
    job.set("model", written.has("model") ? written.path("model") : perceptron(dataset));
    job.set("training", training(written.path("training")));
    return job;
  }

  static ObjectNode read(Path file) throws IOException {
    try {
      JsonNode document = JSON.readTree(Files.readAllBytes(file));
      if (document instanceof ObjectNode object) {
        return object.has("layers") ? JSON.createObjectNode().set("model", object) : object;
      }
      throw new NoService(file + " holds no JSON object");
    } catch (JacksonException e) {
      throw new NoService(file + " is not JSON in UTF-8" + place(e.getLocation()));
    }
  }

  private static String place(@Nullable TokenStreamLocation place) {
    return place == null || place.getLineNr() < 1
        ? ""
        : ": see line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  private ObjectNode perceptron(JsonNode dataset) {
    boolean classes = dataset.path("task").asString("").equals("classification");
    ObjectNode model = JSON.createObjectNode();
    ArrayNode layers = model.putArray("layers");
    for (int units : hidden) {
      if (units != 0) {
        layers.addObject().put("type", "affine").put("out", units);
        layers.addObject().put("type", "relu");
      }
    }
    layers
        .addObject()
        .put("type", "affine")
        .put("out", classes ? dataset.path("classes").size() : 1);
    return model.put("loss", classes ? "softmax_ce" : "mse");
  }

  private ObjectNode training(JsonNode written) {
    ObjectNode training = JSON.createObjectNode().put("epochs", 20).put("batch_size", 32);
    training.putObject("optimizer").put("type", "adam").put("lr", 0.01);
    if (written instanceof ObjectNode given) {
      training.setAll(given);
    }
    put(training, "epochs", epochs);
    put(training, "batch_size", batchSize);
    put(training, "seed", seed);
    put(training, "keep", keep);
    put(training, "class_weights", classWeights);
    optimizer(training);
    split(training);
    if (patience != null) {
      training.putObject("early_stopping").put("patience", patience);
    }
    return training;
  }

  private static void put(ObjectNode object, String field, @Nullable Object value) {
    if (value != null) {
      object.set(field, JSON.<JsonNode>valueToTree(value));
    }
  }

  private void optimizer(ObjectNode training) {
    if (optimizer != null) {
      training.putObject("optimizer").put("type", optimizer);
    }
    if (lr != null && training.path("optimizer") instanceof ObjectNode chosen) {
      chosen.put("lr", lr);
    }
  }

  private void split(ObjectNode training) {
    if (validation != null || test != null) {
      double ofValidation = validation == null ? 0.1 : validation;
      double ofTest = test == null ? 0.1 : test;
      double rest = Math.round((1 - ofValidation - ofTest) * 1e9) / 1e9;
      training
          .putObject("split")
          .put("train", rest)
          .put("validation", ofValidation)
          .put("test", ofTest);
    }
  }
}
