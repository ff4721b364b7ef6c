package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.descent.dataset.Column.Kind;
import io.descent.engine.Shape;
import io.descent.web.FileError;
import io.descent.web.ProblemException;
import io.descent.web.Warning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them, which were misread or refused without a way out. */
class FieldFilesTest {

  private final Intake intake = new Intake();

  @ParameterizedTest
  @ValueSource(strings = {"decimal-comma.csv", "decimal-comma-holdout.csv"})
  void decimalCommasAreTheNumbersThatTheyAreWithPoints(String name) {
    StoredContent commas = read(name);
    StoredContent points = intake.csv(text(name).replace(',', '.').replace(';', ','));

    assertThat(kinds(commas)).containsExactly(Kind.NUMERIC, Kind.NUMERIC, Kind.TARGET);
    assertThat(intake.rows(commas)).isEqualTo(intake.rows(points));
    assertThat(column(commas, "temp").reading().decimal()).isEqualTo(",");
  }

  @ParameterizedTest
  @ValueSource(strings = {"thousands.csv", "thousands-holdout.csv"})
  void groupsOfThousandsAreNumbers(String name) {
    StoredContent grouped = read(name);
    StoredContent plain = intake.csv(text(name).replaceAll("\"(\\d),(\\d+)\"", "$1$2"));

    assertThat(kinds(grouped)).containsExactly(Kind.NUMERIC, Kind.NUMERIC, Kind.TARGET);
    assertThat(intake.rows(grouped)).isEqualTo(intake.rows(plain));
    assertThat(column(grouped, "sales").reading())
        .isEqualTo(new ColumnReading(".", ",", "", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"currency-percent.csv", "currency-percent-holdout.csv"})
  void amountsAndSharesAreNumbers(String name) {
    StoredContent signed = read(name);
    StoredContent plain = intake.csv(text(name).replaceAll("[$%]", ""));

    assertThat(kinds(signed)).containsExactly(Kind.NUMERIC, Kind.NUMERIC, Kind.TARGET);
    assertThat(intake.rows(signed)).isEqualTo(intake.rows(plain));
    assertThat(column(signed, "price").reading().sign()).isEqualTo("$");
    assertThat(column(signed, "discount").reading().sign()).isEqualTo("%");
  }

  @Test
  void aQuestionMarkIsAMissingNumber() {
    StoredContent content = read("question-mark.csv");

    assertThat(column(content, "nuclei").kind()).isEqualTo(Kind.NUMERIC);
    assertThat(column(content, "nuclei").missing()).isEqualTo(1);
    assertThat(schema(content).labels()).containsExactly("2", "4");
  }

  @Test
  void aFileWithoutHeaderIsRefusedWithItsRemediesAndReadWithThem() {
    ProblemException refusal = refusal("headerless.csv");
    assertThat(Intake.errors(refusal).getFirst().line()).isEqualTo(1L);
    assertThat(refusal.detail()).contains("header=false").contains("header=true");

    StoredContent content = read("headerless.csv", "header", "false");
    assertThat(schema(content).rows())
        .isEqualTo(text("headerless.csv").lines().filter(it -> !it.isBlank()).count());
    assertThat(schema(content).columns())
        .extracting(Column::name)
        .containsExactly("column_1", "column_2", "column_3", "column_4", "column_5");
    assertThat(schema(content).labels()).containsExactly("setosa", "versicolor", "virginica");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trailing-all-lines.csv", "trailing-data-lines.csv"})
  void aSeparatorAtTheEndOfLinesIsNoColumn(String name) {
    StoredContent content = read(name);

    assertThat(schema(content).columns())
        .extracting(Column::name)
        .containsExactly("A", "B", "label");
    assertThat(codes(content)).contains("trailing_separator");
  }

  @Test
  void theIndexOfADataFrameIsLeftOut() {
    StoredContent content = read("index-column.csv");

    assertThat(schema(content).columns())
        .extracting(Column::name)
        .containsExactly("age", "income", "bought");
    assertThat(codes(content)).contains("index_column");
    assertThat(intake.rows(content).getFirst()).containsExactly(20.0, 1000.0, "no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sep-comma.csv", "sep-semicolon.csv", "sep-tab.csv"})
  void aFirstLineMayDeclareTheSeparator(String name) {
    assertThat(intake.rows(read(name)))
        .containsExactly(List.of(1.0, 2.0, "x"), List.of(3.0, 4.0, "y"));
  }

  @Test
  void encodingsOfSpreadsheetsAreReadOrNamed() {
    StoredContent marked = read("utf16le-bom.csv");
    assertThat(column(marked, "city").categories()).containsExactly("Köln", "Zürich");
    assertThat(Intake.errors(refusal("cp1252.csv")))
        .containsExactly(
            new FileError(
                2L,
                "city",
                "is not UTF-8; name the file's charset in encoding, such as windows-1252,"
                    + " cp949 or shift_jis"));
    assertThat(intake.rows(read("cp1252.csv", "encoding", "windows-1252")))
        .isEqualTo(intake.rows(marked));
  }

  @Test
  void aZipOfOneTableIsThatTableAndAWorkbookIsNamed() throws IOException {
    StoredContent zipped =
        intake.read(
            FormatsTest.zip(Map.of("data/iris.csv", Intake.example("iris.csv"))),
            Optional.empty(),
            Intake.NO_FIELDS);

    assertThat(schema(zipped).format()).isEqualTo(Schema.Format.CSV);
    assertThat(zipped.bytes()).isEqualTo(3736);
    // Within that file the header comes again and again
    assertThat(Intake.errors(refusal("train.csv.zip")))
        .extracting(FileError::line)
        .containsExactly(4L, 4L);
    assertThat(refusal("Book1.xlsx").detail()).contains("workbook").contains("save it as CSV");
  }

  @Test
  void idsNamesAndDatesStayInTheFileAndOutOfTraining() {
    Intake intake = new Intake(Intake.limits(megabytes(), megabytes(), 1000));
    StoredContent content =
        intake.read(bytes("id-name-date.csv"), Optional.empty(), Intake.NO_FIELDS);

    assertThat(schema(content).columns())
        .extracting(Column::kind)
        .containsExactly(
            Kind.NUMERIC, Kind.IGNORED, Kind.DATE, Kind.NUMERIC, Kind.NUMERIC, Kind.TARGET);
    assertThat(codes(content)).contains("many_categories", "consecutive_numbers");
    assertThat(intake.rows(content).getFirst())
        .containsExactly(15600000.0, 1704067200.0, 1.69, -0.47, "stay");

    StoredContent ignored =
        intake.read(
            bytes("id-name-date.csv"),
            Optional.empty(),
            Intake.fields("ignore", "CustomerId,Surname,joined"));
    assertThat(schema(ignored).inputs())
        .extracting(Column::name)
        .containsExactly("balance", "score");
    assertThat(codes(ignored)).isEmpty();
  }

  @Test
  void labelsOfSeveralColumnsGiveTheirFirst() {
    StoredContent content =
        intake.read(
            bytes("qmnist-images-idx3-ubyte.gz"),
            Optional.of(bytes("qmnist-labels-idx2-int.gz")),
            Intake.NO_FIELDS);

    assertThat(schema(content).rows()).isEqualTo(1797);
    assertThat(schema(content).labels()).hasSize(10).startsWith("0", "1");
    assertThat(intake.rows(content).stream().limit(6).map(row -> row.get(1)))
        .containsExactly("0", "1", "2", "3", "4", "5");
  }

  @Test
  void pixelsInATableAreImagesToTheBit() throws IOException {
    StoredContent table = read("digits-pixels.csv", "target", "label", "image", "1,8,8");
    byte[][] idx = idx(text("digits-pixels.csv"));
    StoredContent images = intake.images(idx[0], idx[1]);

    assertThat(schema(table).as(Schema.Format.IDX)).isEqualTo(schema(images));
    assertThat(schema(table).inputShape()).isEqualTo(Shape.of(1, 8, 8));
    assertThat(shown(table)).isEqualTo(shown(images));
  }

  private List<String> shown(StoredContent content) {
    return intake.rows(content).stream()
        .map(row -> java.util.Arrays.deepToString(row.toArray()))
        .toList();
  }

  @Test
  void pixelsThatDoNotFitTheirImageAreRefused() {
    assertThat(refusal("digits-pixels.csv", "target", "label", "image", "1,9,8").detail())
        .contains("has 72 pixels, but there are 64 columns");
  }

  @Test
  void booleansAreCategories() {
    StoredContent content = read("boolean.csv");

    assertThat(column(content, "member").categories()).containsExactly("False", "True");
  }

  @Test
  void wholeNumbersBeyondADoubleAreToldAndExactAsCategories() {
    Intake intake = new Intake(Intake.limits(megabytes(), megabytes(), 1000));
    assertThat(codes(read("huge-integers.csv"))).contains("large_integers");
    StoredContent content =
        intake.read(
            bytes("huge-integers.csv"), Optional.empty(), Intake.fields("categorical", "id"));
    assertThat(column(content, "id").categories()).startsWith("1189850876250608328");
    assertThat(intake.rows(content).get(1).getFirst()).isEqualTo("1189850876250608329");
  }

  @Test
  void wholeNumbersBeyondALongAreToldToo() {
    assertThat(codes(intake.csv("id,y\n18446744073709551615,a\n18446744073709551614,b\n")))
        .contains("large_integers");
  }

  private static org.springframework.util.unit.DataSize megabytes() {
    return org.springframework.util.unit.DataSize.ofMegabytes(16);
  }

  /** The table of pixels as IDX images and labels. */
  private static byte[][] idx(String csv) throws IOException {
    List<String> lines = csv.lines().skip(1).toList();
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    images.write(
        ByteBuffer.allocate(16).putInt(0x803).putInt(lines.size()).putInt(8).putInt(8).array());
    labels.write(ByteBuffer.allocate(8).putInt(0x801).putInt(lines.size()).array());
    for (String line : lines) {
      String[] fields = line.split(",");
      labels.write(Integer.parseInt(fields[0]));
      for (int i = 1; i < fields.length; i++) {
        images.write(Integer.parseInt(fields[i]));
      }
    }
    return new byte[][] {images.toByteArray(), labels.toByteArray()};
  }

  private StoredContent read(String name, String... fields) {
    return intake.read(bytes(name), Optional.empty(), Intake.fields(fields));
  }

  private ProblemException refusal(String name, String... fields) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> read(name, fields));
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal;
  }

  private static List<Kind> kinds(StoredContent content) {
    return schema(content).columns().stream().map(Column::kind).toList();
  }

  private static Schema schema(StoredContent content) {
    return content.description().schema();
  }

  private static Column column(StoredContent content, String name) {
    return schema(content).columns().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> codes(StoredContent content) {
    return content.description().warnings().stream().map(Warning::code).toList();
  }

  private static String text(String name) {
    return new String(bytes(name), UTF_8);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = FieldFilesTest.class.getResourceAsStream("/field/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
