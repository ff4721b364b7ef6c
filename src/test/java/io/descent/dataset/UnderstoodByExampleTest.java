package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.descent.web.ProblemException;
import io.descent.web.Warning;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code docs/api.md} says is understood, by example, is so: each row of its tables is run.
 */
class UnderstoodByExampleTest {

  private static final Pattern CODE = Pattern.compile("``(.+?)``|`([^`]*)`");

  private final Intake intake = new Intake(Intake.defaultLimits());

  /** The cells of the rows of the table below a line. */
  private static List<List<String>> table(String above) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("docs/api.md"));
    int at = lines.indexOf(above) + 4;
    List<List<String>> rows = new ArrayList<>();
    for (; lines.get(at).startsWith("|"); at++) {
      rows.add(Stream.of(lines.get(at).split("\\|", -1)).skip(1).map(String::strip).toList());
    }
    return rows;
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell)
        .results()
        .map(it -> it.group(1) == null ? it.group(2) : it.group(1).strip())
        .toList();
  }

  static List<List<String>> examples() throws IOException {
    List<List<String>> rows =
        table(
            "What is understood, by example; each word in a frame of the first column is a line of"
                + " a file:");
    assertThat(rows).hasSizeGreaterThan(35);
    return rows;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsUnderstoodAsItsRowSays(List<String> row) {
    String file = String.join("\n", codes(row.get(0))) + "\n";
    String[] fields =
        codes(row.get(1)).stream()
            .flatMap(it -> Stream.of(it.split("=", 2)))
            .toArray(String[]::new);
    List<String> said = codes(row.get(2));
    if (row.get(2).startsWith("refused")) {
      ProblemException refusal =
          catchThrowableOfType(
              ProblemException.class, () -> intake.csv(file, Intake.fields(fields)));
      assertThat(refusal).as("a refusal of " + file).isNotNull();
      said.forEach(it -> assertThat(refusal.detail()).contains(it));
      return;
    }
    StoredContent content = intake.csv(file, Intake.fields(fields));
    Column x =
        content.description().schema().columns().stream()
            .filter(it -> it.kind() != Column.Kind.TARGET)
            .findFirst()
            .orElseThrow();
    assertThat(x.kind().name().toLowerCase(Locale.ROOT)).isEqualTo(said.getFirst());
    if (x.kind().isInput()) {
      assertThat(intake.rows(content))
          .extracting(it -> shown(it.getFirst()))
          .isEqualTo(said.subList(1, said.size()));
    }
    assertThat(content.description().warnings())
        .extracting(Warning::code)
        .containsAll(codes(row.get(3)));
  }

  private static String shown(Object value) {
    return switch (value) {
      case null -> "null";
      case Double number -> TargetClasses.label(number);
      default -> value.toString();
    };
  }

  /** A file of another form, with labels where it has some. */
  private record Form(byte[] file, Optional<byte[]> labels, String... fields) {

    static Form of(byte[] file, String... fields) {
      return new Form(file, Optional.empty(), fields);
    }
  }

  private static Map<String, Form> forms() throws IOException {
    byte[] iris = Intake.example("iris.csv");
    Map<String, Form> forms = new LinkedHashMap<>();
    forms.put("UTF-16 with its mark", text("\ufeffx,y\nKöln,a\nZürich,b\n", UTF_16LE));
    Charset latin = Charset.forName("windows-1252");
    forms.put("another charset", text("x,y\nKöln,a\nZürich,b\n", latin));
    forms.put(
        "another charset that `encoding` names",
        Form.of("x,y\nKöln,a\nZürich,b\n".getBytes(latin), "encoding", "windows-1252"));
    forms.put("CSV in gzip", Form.of(Intake.gzip(iris)));
    forms.put("a ZIP of one CSV", Form.of(FormatsTest.zip(Map.of("iris.csv", iris))));
    forms.put("a ZIP of several", Form.of(FormatsTest.zip(Map.of("a.csv", iris, "b.csv", iris))));
    Map<String, byte[]> images = new TreeMap<>();
    for (String name : List.of("cat/1.png", "cat/2.bmp", "dog/3.jpg", "dog/4.png")) {
      String form = name.substring(name.length() - 3);
      images.put(name, FormatsTest.image(form, BufferedImage.TYPE_3BYTE_BGR, 5, 4));
    }
    forms.put(
        "a ZIP with a folder of PNG, JPEG, GIF or BMP images for each class",
        Form.of(FormatsTest.zip(images)));
    forms.put("the same with transparent pixels", images(ImageFoldersTest.translucent(255, 0)));
    byte[] photo = FormatsTest.image("jpg", BufferedImage.TYPE_3BYTE_BGR, 8, 8);
    forms.put(
        "the same with photos that are marked to be shown turned",
        images(ImageFoldersTest.turned(photo, 6)));
    forms.put("the same with moving pictures", images(ImageFoldersTest.moving()));
    forms.put(
        "IDX of 3 or 4 dimensions of unsigned bytes, and `labels`",
        new Form(IdxIntakeTest.images(20, 3, 3), Optional.of(IdxIntakeTest.labels(20))));
    forms.put(
        "NPY of rows and columns, and `labels`",
        new Form(resource("arrays/floats.npy"), Optional.of(resource("arrays/words.npy"))));
    forms.put("NPZ with `x` and `y`", Form.of(resource("arrays/images.npz")));
    forms.put(
        "NPZ with `x_train`, `y_train`, `x_test`, `y_test`", Form.of(resource("arrays/parts.npz")));
    forms.put(
        "NPY of Python objects",
        new Form(resource("arrays/objects.npy"), Optional.of(resource("arrays/words.npy"))));
    forms.put(
        "Parquet of flat columns, its pages plain or in snappy, zstd, lz4 or gzip",
        Form.of(resource("parquet/types.parquet")));
    forms.put("a nested or unknown column in Parquet", Form.of(resource("parquet/nested.parquet")));
    forms.put(
        "the same, and `ignore`",
        Form.of(resource("parquet/nested.parquet"), "ignore", "tags,pos,at"));
    forms.put(
        "pixels in columns, and `image=1,8,8`",
        Form.of(resource("field/digits-pixels.csv"), "target", "label", "image", "1,8,8"));
    forms.put("a workbook", Form.of(resource("field/Book1.xlsx")));
    forms.put("an HTML page", text("<!doctype html><html>", UTF_8));
    forms.put("a JSON file", text("[{\"a\": 1}]", UTF_8));
    forms.put("a PDF, a tar, an SQLite database, a pickle, …", text("%PDF-1.7", UTF_8));
    return forms;
  }

  private static Form images(byte[] each) throws IOException {
    return Form.of(FormatsTest.zip(Map.of("cat/1.png", each, "dog/1.png", each)));
  }

  private static Form text(String text, Charset charset) {
    return Form.of(text.getBytes(charset));
  }

  @Test
  void aFileOfAnotherFormIsUnderstoodAsItsRowSays() throws IOException {
    Map<String, Form> forms = forms();
    List<List<String>> rows = table("Files of other forms:");
    assertThat(rows).extracting(List::getFirst).containsExactlyElementsOf(forms.keySet());
    for (List<String> row : rows) {
      Form form = forms.get(row.getFirst());
      boolean refused = row.get(1).startsWith("refused");
      if (refused) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> read(form));
        assertThat(refusal).as(row.getFirst()).isNotNull();
        codes(row.get(1)).forEach(it -> assertThat(refusal.detail()).contains(it));
      } else {
        Description description = read(form).description();
        Schema schema = description.schema();
        assertThat(description.warnings()).extracting(Warning::code).containsAll(codes(row.get(1)));
        assertThat(schema.ofImages() ? "images" : "a table")
            .as(row.getFirst())
            .isEqualTo(row.get(1).startsWith("images") ? "images" : "a table");
      }
    }
  }

  private StoredContent read(Form form) {
    return intake.read(form.file(), form.labels(), Intake.fields(form.fields()));
  }

  private static byte[] resource(String name) {
    try (InputStream in = UnderstoodByExampleTest.class.getResourceAsStream("/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
