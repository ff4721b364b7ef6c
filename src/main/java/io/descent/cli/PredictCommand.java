package io.descent.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Answers the rows of a CSV file. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Answers the rows of a CSV file, whose first line names the columns, as CSV.")
final class PredictCommand implements Callable<Integer> {

  private static final String CSV = "text/csv";

  private final LocalService local;
  private final Screen screen;

  @Parameters(paramLabel = "FILE", description = "Rows as CSV.")
  Path file = Path.of("");

  @Option(
      names = "--model",
      required = true,
      description = "A .safetensors file, or the name, alias or id of a model of the service.")
  String model = "";

  @Option(names = "--passthrough", paramLabel = "COLUMNS", description = "Given back beside each.")
  @Nullable String passthrough;

  @Option(names = "--threshold", description = "Of two classes, for the second.")
  @Nullable Double threshold;

  @Option(names = "--out", paramLabel = "FILE", description = "Instead of standard output.")
  @Nullable Path out;

  @Mixin ServiceOptions service = new ServiceOptions();

  PredictCommand(LocalService local, Screen screen) {
    this.local = local;
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    if (model.endsWith(".onnx")) {
      throw new IllegalArgumentException(
          "an ONNX file is for other runtimes: train with --out model.safetensors to predict here");
    }
    try (Session session = service.open(local)) {
      byte[] answers =
          session.bytes(
              "POST",
              "/models/" + encoded(id(session)) + "/predictions" + query(),
              service.json ? "application/json" : CSV,
              List.of("Content-Type", CSV),
              Session.file(file));
      write(answers);
    }
    return CommandTool.DONE;
  }

  /** A file is brought to the service first. */
  private String id(Session session) throws IOException {
    Path weights = Path.of(model);
    if (!model.endsWith(".safetensors")) {
      return model;
    }
    return session
        .post("/models", "application/octet-stream", Session.file(weights))
        .path("id")
        .asString();
  }

  private String query() {
    List<String> query = new ArrayList<>();
    if (passthrough != null) {
      query.add("passthrough=" + encoded(passthrough));
    }
    if (threshold != null) {
      query.add("threshold=" + threshold);
    }
    return query.isEmpty() ? "" : "?" + String.join("&", query);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void write(byte[] answers) throws IOException {
    if (out != null) {
      Files.write(out, answers);
    }
    if (service.json) {
      screen.json(JsonMapper.shared().readTree(answers));
    } else if (out == null) {
      screen.out().write(answers, 0, answers.length);
      screen.out().flush();
    }
  }
}
