package io.descent.cli;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Trains on a file and shows what came of it. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Trains a network on a file, shows how well it does, and writes it.")
final class TrainCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "paused");
  private static final long LOOK_NANOS = 100_000_000;
  private static final String ONNX = ".onnx";
  private static final String SAFETENSORS = ".safetensors";

  private final LocalService local;
  private final Screen screen;

  @Parameters(paramLabel = "FILE", description = "CSV, Parquet, NPZ, IDX or a ZIP of images.")
  Path file = Path.of("");

  @Mixin UploadOptions reading = new UploadOptions();

  @Mixin NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the model goes: .onnx for others to run, .safetensors for here.")
  @Nullable Path out;

  @Mixin ServiceOptions service = new ServiceOptions();

  TrainCommand(LocalService local, Screen screen) {
    this.local = local;
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    if (out != null && form(out).isEmpty()) {
      throw new IllegalArgumentException(
          "the name of --out has to end in " + ONNX + " or " + SAFETENSORS);
    }
    Session.requireFile(file);
    if (out != null) {
      requireFolder(out);
    }
    try (Session session = service.open(local)) {
      return train(session);
    }
  }

  /** Before the training, of which nothing would be left. */
  private static void requireFolder(Path out) {
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new NoService("--out cannot be written, as there is no folder " + folder + " for it");
    }
  }

  private int train(Session session) throws IOException {
    JsonNode dataset = reading.upload(session, file);
    TrainReport report = new TrainReport(screen, service.json);
    report.dataset(dataset);
    JsonNode job = session.post("/jobs", network.job(dataset));
    report.begins(job);
    job = ended(session, job, report);
    report.ended(job);
    ObjectNode all = JSON.createObjectNode();
    all.set("dataset", dataset);
    all.set("job", job);
    boolean done = job.path("status").asString("").equals("succeeded");
    if (done) {
      finish(session, job, report, all);
    }
    if (service.json) {
      screen.json(all);
    }
    return done ? CommandTool.DONE : CommandTool.FAILED;
  }

  private static JsonNode ended(Session session, JsonNode begun, TrainReport report)
      throws IOException {
    JsonNode job = begun;
    while (!ENDED.contains(job.path("status").asString(""))) {
      LockSupport.parkNanos(LOOK_NANOS);
      job = session.get("/jobs/" + begun.path("id").asString());
      report.progress(job);
    }
    return job;
  }

  private void finish(Session session, JsonNode job, TrainReport report, ObjectNode all)
      throws IOException {
    JsonNode model = session.get("/models/" + job.path("model_id").asString());
    all.set("model", model);
    report.model(model);
    if (out != null) {
      Files.write(
          out,
          session.bytes(
              "GET",
              "/models/" + model.path("id").asString() + form(out).orElseThrow(),
              "application/octet-stream",
              List.of(),
              BodyPublishers.noBody()));
      all.put("out", out.toString());
      report.written(out);
    }
  }

  private static Optional<String> form(Path out) {
    if (out.toString().endsWith(ONNX)) {
      return Optional.of("/onnx");
    }
    return out.toString().endsWith(SAFETENSORS) ? Optional.of("/weights") : Optional.empty();
  }
}
