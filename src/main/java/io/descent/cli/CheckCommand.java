package io.descent.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says whether a specification can run, on which shapes, and at what cost. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Says whether a specification can run, with the shapes and sizes of its layers.")
final class CheckCommand implements Callable<Integer> {

  private final LocalService local;
  private final Screen screen;

  @Parameters(
      paramLabel = "SPEC",
      description = "JSON with \"model\" and, if wished, \"training\", as a job takes them.")
  Path spec = Path.of("");

  @Option(names = "--data", paramLabel = "FILE", description = "Checks it against this file.")
  @Nullable Path data;

  @Mixin UploadOptions reading = new UploadOptions();

  @Mixin ServiceOptions service = new ServiceOptions();

  CheckCommand(LocalService local, Screen screen) {
    this.local = local;
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    ObjectNode request = NetworkOptions.read(spec);
    try (Session session = service.open(local)) {
      if (data != null) {
        request.set("dataset_id", reading.upload(session, data).path("id"));
      }
      JsonNode answer = session.post("/specs/check", request);
      if (service.json) {
        screen.json(answer);
      } else {
        show(answer);
      }
      return answer.path("valid").asBoolean(false) ? CommandTool.DONE : CommandTool.FAILED;
    }
  }

  private void show(JsonNode answer) {
    for (JsonNode layer : answer.path("layers")) {
      screen.line(
          "%3d  %-12s %-14s → %-14s %12d parameters",
          layer.path("index").asInt(),
          layer.path("type").asString(""),
          layer.path("input_shape"),
          layer.path("output_shape"),
          layer.path("parameters").asLong(0));
    }
    screen.warnings(answer);
    for (JsonNode problem : answer.path("problems")) {
      screen.line("%s: %s", problem.path("pointer").asString(), problem.path("detail").asString());
    }
    if (answer.path("valid").asBoolean(false)) {
      screen.line(
          "It can run: %s parameters, %s floating-point operations a sample, %s bytes of memory",
          answer.path("parameters"), answer.path("flops_per_sample"), answer.path("memory_bytes"));
    } else {
      screen.line("It cannot run.");
    }
  }
}
