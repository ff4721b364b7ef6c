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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shows one step of learning: forward, backward, and what it did to the loss. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows one step of learning, of a request in a file or of a job.")
final class TraceCommand implements Callable<Integer> {

  private final LocalService local;
  private final Screen screen;

  @Parameters(
      paramLabel = "REQUEST",
      arity = "0..1",
      description = "JSON with \"spec\", \"batch\" and the like; optional for a job.")
  @Nullable Path request;

  @Option(names = "--job", description = "Name or id of an ended or paused job of the service.")
  @Nullable String job;

  @Option(names = "--step", paramLabel = "N", description = "Which step of the job, from 1.")
  int step = 1;

  @Mixin ServiceOptions service = new ServiceOptions();

  TraceCommand(LocalService local, Screen screen) {
    this.local = local;
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    if (request == null && job == null) {
      throw new IllegalArgumentException("name a file with a request, or a job by --job");
    }
    ObjectNode body =
        request == null ? JsonMapper.shared().createObjectNode() : NetworkOptions.read(request);
    String path =
        job == null ? "/trace" : "/jobs/" + PredictCommand.encoded(job) + "/trace?step=" + step;
    try (Session session = service.open(local)) {
      JsonNode answer = session.post(path, body);
      if (service.json) {
        screen.json(answer);
      } else {
        show(answer);
      }
    }
    return CommandTool.DONE;
  }

  private void show(JsonNode answer) {
    for (JsonNode layer : answer.path("graph")) {
      screen.line(
          "%3d  %-12s %-14s → %-14s  %s",
          layer.path("index").asInt(),
          layer.path("type").asString(""),
          layer.path("input_shape"),
          layer.path("output_shape"),
          layer.path("formula").path("text").asString(""));
      layer
          .path("norms")
          .properties()
          .forEach(it -> screen.line("       |%s| = %s", it.getKey(), it.getValue()));
    }
    screen.line("Loss %s", answer.path("forward").path("loss"));
    JsonNode after = answer.path("after").path("losses");
    if (!after.isMissingNode()) {
      screen.line("Losses of the steps: %s", after);
    }
    JsonNode check = answer.path("gradient_check");
    if (check.isObject()) {
      screen.line(
          "Gradients against differences: largest relative error %s of %s numbers",
          check.path("max_relative_error"), check.path("compared"));
    }
  }
}
