package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written of layers, losses, optimizers and schedules is what there is. */
class EngineDocTest {

  private static final Path DOCUMENT = Path.of("docs/engine.md");
  private static final Path PAGE = Path.of("src/main/resources/static/page/spec");

  @Test
  void theTableOfFieldsIsThatOfTheCode() throws IOException {
    assertThat(rows("## Fields"))
        .as("the rows that %s should have below its heading", DOCUMENT)
        .containsExactlyElementsOf(
            Stream.of(LayerSpec.kinds(), OptimizerSpec.kinds(), ScheduleSpec.kinds())
                .flatMap(List::stream)
                .flatMap(EngineDocTest::rows)
                .toList());
  }

  private static Stream<String> rows(Kind<?> kind) {
    Stream<String> fields = kind.fields().stream().map(field -> row(kind, field));
    Stream<String> stated =
        kind.stated().stream()
            .map(
                it ->
                    "| `%s` | `%s` | %s | – | %s; checked where given |"
                        .formatted(
                            kind.type(), it.name(), type(FieldType.Whole.from(1)), it.help()));
    return Stream.concat(fields, stated);
  }

  private static <T> String row(Kind<?> kind, Field<?, T> field) {
    String fallback =
        switch (field.fallback()) {
          case Field.Required<T> _ -> "required";
          case Field.Default<T>(T value) -> shown(field.type().value(value));
          case Field.SameAs<T>(Field<?, T> other) -> "as `" + other.name() + "`";
        };
    return "| `%s` | `%s` | %s | %s | %s |"
        .formatted(kind.type(), field.name(), type(field.type()), fallback, field.help());
  }

  private static String type(FieldType<?> type) {
    return switch (type) {
      case FieldType.Whole(int low, _) -> "whole, from " + low;
      case FieldType.Flag _ -> "true, false";
      case FieldType.Extents(int low) -> "n or [h, w], from " + low;
      case FieldType.Choice<?> choice -> "`" + String.join("`, `", choice.words()) + "`";
      case FieldType.Real real -> range(real);
    };
  }

  private static String range(FieldType.Real real) {
    if (real.low() == -Double.MAX_VALUE) {
      return "number";
    }
    String from = (real.lowIncluded() ? "from " : "above ") + number(real.low());
    boolean open = real.high() == Double.MAX_VALUE;
    String to = (real.highIncluded() ? ", to " : ", below ") + number(real.high());
    return "number, " + from + (open ? "" : to);
  }

  private static String shown(Settings.Value value) {
    return switch (value) {
      case Settings.Whole(int whole) -> String.valueOf(whole);
      case Settings.Real(double real) -> number(real);
      case Settings.Flag(boolean flag) -> String.valueOf(flag);
      case Settings.Word(String word) -> "`" + word + "`";
      case Settings.Pair(int height, _) -> String.valueOf(height);
    };
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.valueOf(value).toLowerCase(Locale.ROOT).replace(".0e", "e");
  }

  @Test
  void everyKindHasItsFormula() throws IOException {
    assertExplained("## Layers", LayerSpec.kinds().stream().map(Kind::type));
    assertExplained("## Losses", Arrays.stream(LossSpec.values()).map(LossSpec::type));
    assertExplained("## Optimizers", OptimizerSpec.kinds().stream().map(Kind::type));
    assertExplained("## Optimizers", ScheduleSpec.kinds().stream().map(Kind::type));
  }

  private static void assertExplained(String heading, Stream<String> types) throws IOException {
    String section = section(heading);
    assertThat(types).allSatisfy(type -> assertThat(section).contains("`" + type + "`"));
  }

  @Test
  void thePageOffersEveryKind() throws IOException {
    String layers = Files.readString(PAGE.resolve("layers.js"));
    assertThat(LayerSpec.kinds()).allSatisfy(it -> assertThat(layers).contains(it.type()));
    assertThat(LossSpec.values()).allSatisfy(it -> assertThat(layers).contains(it.type()));
    String training = Files.readString(PAGE.resolve("training.js"));
    assertThat(OptimizerSpec.kinds()).allSatisfy(it -> assertThat(training).contains(it.type()));
    assertThat(ScheduleSpec.kinds()).allSatisfy(it -> assertThat(training).contains(it.type()));
  }

  private static List<String> rows(String heading) throws IOException {
    return section(heading).lines().filter(line -> line.startsWith("| `")).toList();
  }

  private static String section(String heading) throws IOException {
    String text = Files.readString(DOCUMENT);
    int from = text.indexOf(heading + "\n");
    assertThat(from).as(heading).isNotNegative();
    int to = text.indexOf("\n## ", from + heading.length());
    return to < 0 ? text.substring(from) : text.substring(from, to);
  }
}
