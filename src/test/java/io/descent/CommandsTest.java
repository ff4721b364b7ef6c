package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.cli.CommandTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The words of the command line, against a service that is there and one that they start. */
@ServiceTest
class CommandsTest {

  private static final String IRIS = "examples/data/iris.csv";

  @LocalServerPort private int port;

  @TempDir private Path directory;

  /** What a command showed and its code. */
  private record Shown(int code, String out, String progress) {

    JsonNode json() {
      return new JsonMapper().readTree(out);
    }

    Shown expect(int wanted) {
      assertThat(code).as(out + progress).isEqualTo(wanted);
      return this;
    }
  }

  private static Shown run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    int code = CommandTool.run(DescentApplication::start, stream(out), stream(progress), words);
    return new Shown(
        code, out.toString(StandardCharsets.UTF_8), progress.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private Shown ask(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--url", "http://localhost:" + port));
    return run(all.toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void trainShowsDataProgressMetricsConfusionAndWritesTheModel() {
    Path onnx = directory.resolve("iris.onnx");

    Shown shown =
        ask("train", IRIS, "--target", "species", "--epochs", "30", "--out", onnx.toString())
            .expect(0);

    assertThat(shown.out())
        .contains("iris: 150 rows, classification of species", "Classes: setosa 50")
        .contains("test ", "accuracy", "Test rows of each class", "Written to " + onnx)
        .containsPattern("versicolor +\\d+ +\\d+ +\\d+");
    assertThat(shown.progress()).contains("[########################] 30/30", "train accuracy");
    assertThat(onnx).isNotEmptyFile();
  }

  @Test
  void anAnswerInJsonIsOneDocument() {
    JsonNode all =
        ask("train", IRIS, "--hidden", "8,4", "--seed", "7", "--name", "cli-json", "--json")
            .expect(0)
            .json();

    assertThat(all.path("dataset").path("rows").asInt()).isEqualTo(150);
    assertThat(all.path("job").path("model").path("layers")).hasSize(5);
    assertThat(all.path("job").path("training").path("seed").asInt()).isEqualTo(7);
    assertThat(all.path("model").path("name").stringValue()).isEqualTo("cli-json");
  }

  @Test
  void aModelFileAnswersRowsWithoutAServiceAnywhere() throws IOException {
    String weights = directory.resolve("iris.safetensors").toString();
    run("train", IRIS, "--epochs", "40", "--seed", "1", "--out", weights).expect(0);

    Shown shown = ask("predict", IRIS, "--model", weights).expect(0);

    assertThat(shown.out().lines()).hasSize(151);
    assertThat(shown.out()).contains("setosa", "versicolor", "virginica");
    assertThat(shown.progress()).isEmpty();
  }

  @Test
  void aFileThatIsNoJsonIsToldByItsPlace() throws IOException {
    Path odd = Files.write(directory.resolve("odd.json"), new byte[] {'{', '"', (byte) 0xff});

    assertThat(ask("check", file("open.json", "{\n")).expect(4).progress())
        .contains("open.json is not JSON in UTF-8: see line 2")
        .doesNotContain("Source");
    assertThat(ask("check", odd.toString()).expect(4).progress())
        .contains("odd.json is not JSON in UTF-8")
        .doesNotContain("Exception");
  }

  @Test
  void aModelOfTheServiceAnswersByItsName() throws IOException {
    ask("train", IRIS, "--name", "cli-named", "--epochs", "2").expect(0);
    String out = directory.resolve("answers.csv").toString();

    assertThat(ask("predict", IRIS, "--model", "cli-named", "--out", out).expect(0).out())
        .isEmpty();
    assertThat(Path.of(out)).content().startsWith("label");
    assertThat(ask("predict", IRIS, "--model", "cli-named", "--json").json().path("predictions"))
        .hasSize(150);
    assertThat(ask("predict", IRIS, "--model", "nobody").expect(3).progress())
        .contains("Not found");
  }

  @Test
  void fieldsOfTheUploadAreFlags() throws IOException {
    String csv = file("semicolons.csv", "1,5;a;x\n2,5;b;y\n".repeat(20) + "-999;a;x\n");

    JsonNode dataset =
        ask(
                "train",
                csv,
                "--json",
                "--header",
                "false",
                "--separator",
                ";",
                "--decimal",
                ",",
                "--missing",
                "-999",
                "--ignore",
                "column_3",
                "--target",
                "column_2")
            .expect(0)
            .json()
            .path("dataset");

    assertThat(dataset.path("target").stringValue()).isEqualTo("column_2");
    assertThat(dataset.path("columns").path(0).path("missing").asInt()).isEqualTo(1);
    assertThat(dataset.path("columns").path(2).path("kind").stringValue()).isEqualTo("ignored");
  }

  @Test
  void aRefusedFileIsShownWithItsPlaceAndItsRemedy() throws IOException {
    String csv = file("odd.csv", "x,y\n1,a\n2,b\nx1,a\n");

    Shown words = ask("train", csv).expect(3);
    Shown json = ask("train", csv, "--json").expect(3);

    assertThat(words.progress()).contains("line 4, column x", "\"x1\" is not a number", "missing");
    assertThat(words.out()).isEmpty();
    assertThat(json.json().path("status").asInt()).isEqualTo(422);
    assertThat(json.progress()).isEmpty();
  }

  @Test
  void aTrainingThatDivergesEndsInOne() {
    Shown shown =
        ask("train", "examples/data/diabetes.csv", "--optimizer", "sgd", "--lr", "1e20").expect(1);

    assertThat(shown.out()).contains("The training failed: ");
  }

  @Test
  void checkShowsLayersAndWhatDoesNotFit() throws IOException {
    String good = file("good.json", spec(4, 3));
    String bad = file("bad.json", spec(4, 2));

    assertThat(ask("check", good, "--data", IRIS).expect(0).out())
        .contains("affine", "15 parameters", "It can run");
    assertThat(ask("check", bad, "--data", IRIS).expect(1).out())
        .contains("/model/layers/0", "It cannot run");
    assertThat(
            ask("check", bad, "--data", IRIS, "--json").expect(1).json().path("valid").asBoolean())
        .isFalse();
  }

  private static String spec(int in, int out) {
    return "{\"model\": {\"layers\": [{\"type\": \"affine\", \"in\": %d, \"out\": %d}], \"loss\": \"softmax_ce\"}}"
        .formatted(in, out);
  }

  @Test
  void traceShowsAStepOfARequestAndOfAJob() throws IOException {
    String request =
        file(
            "step.json",
            """
            {"spec": {"input_shape": [2], "layers": [{"type": "affine", "in": 2, "out": 1}], "loss": "mse"},
             "seed": 1, "batch": {"x": [[1, 2]], "t": [[3]]}, "gradient_check": true}
            """);
    String job =
        ask("train", IRIS, "--epochs", "2", "--json").json().path("job").path("id").stringValue();

    assertThat(ask("trace", request).expect(0).out())
        .contains("affine", "Loss ", "Gradients against differences");
    assertThat(
            ask("trace", "--job", job, "--step", "2", "--json").expect(0).json().path("replayed"))
        .isNotEmpty();
  }

  @Test
  void wrongWordsAndMissingServicesHaveCodesOfTheirOwn() {
    assertThat(run("train").expect(2).progress()).contains("FILE");
    assertThat(run("trian", IRIS).expect(2).progress()).contains("Did you mean");
    assertThat(run("train", "no.csv", "--url", "http://127.0.0.1:1").expect(4).progress())
        .contains("there is no file no.csv");
    assertThat(run("train", IRIS, "--url", "http://127.0.0.1:1").expect(4).progress())
        .contains("does not answer");
    assertThat(run("train", IRIS, "--out", "model.txt").expect(2).progress()).contains(".onnx");
    assertThat(run("train", IRIS, "--epochs", "many").expect(2).progress().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("descent train --help");
    String nowhere = directory.resolve("no").resolve("model.onnx").toString();
    assertThat(ask("train", IRIS, "--out", nowhere).expect(4).progress())
        .contains("there is no folder")
        .doesNotContain("epoch");
    assertThat(run("--help").expect(0).out())
        .contains("train", "predict", "check", "trace", "serve");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "--server.port=1", "serve --server.port=1"})
  void withoutAWordTheServiceIsStarted(String words) {
    assertThat(CommandTool.isServe(words.isEmpty() ? new String[0] : words.split(" "))).isTrue();
    assertThat(CommandTool.isServe("--help")).isFalse();
    assertThat(CommandTool.isServe("train", IRIS)).isFalse();
  }
}
