package io.descent.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.descent.dataset.Column.Kind;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.FileError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Warning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class CsvIntakeTest {

  private final Intake intake = new Intake();
  private boolean refused;

  @AfterEach
  void whatIsRefusedLeavesNothing() {
    if (refused) {
      assertThat(intake.blobs.size()).isZero();
    }
  }

  @Test
  void irisIsDescribed() {
    StoredContent iris =
        intake.read(Intake.example("iris.csv"), Optional.empty(), Intake.NO_FIELDS);

    assertThat(iris.bytes()).isEqualTo(3736);
    Schema schema = iris.description().schema();
    assertThat(schema.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(schema.rows()).isEqualTo(150);
    assertThat(schema.inputShape()).isEqualTo(Shape.of(4));
    assertThat(schema.target()).isEqualTo("species");
    assertThat(schema.classes())
        .containsExactly(
            new ClassCount("setosa", 50),
            new ClassCount("versicolor", 50),
            new ClassCount("virginica", 50));
    Column first = schema.columns().getFirst();
    assertThat(first.kind()).isEqualTo(Kind.NUMERIC);
    assertThat(first.min()).isEqualTo(4.3);
    assertThat(first.max()).isEqualTo(7.9);
    assertThat(first.mean()).isBetween(5.84, 5.85);
    assertThat(intake.rows(iris)).hasSize(150).contains(List.of(5.1, 3.5, 1.4, 0.2, "setosa"));
  }

  @Test
  void theKindOfTargetDecidesTheTask() {
    assertThat(read("diabetes.csv").schema().task()).isEqualTo(Task.REGRESSION);
    Schema digits = read("digits.csv").schema();
    assertThat(digits.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(digits.labels()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(read("wine.csv").schema().labels()).hasSize(3);
  }

  private Description read(String example) {
    return intake.read(Intake.example(example), Optional.empty(), Intake.NO_FIELDS).description();
  }

  @Test
  void moreThanTwentyValuesOrAnyFractionIsARegression() {
    String twenty = table(IntStream.range(0, 40).map(i -> i % 20));
    String more = table(IntStream.range(0, 40).map(i -> i % 21));

    assertThat(task(twenty)).isEqualTo(Task.CLASSIFICATION);
    assertThat(task(more)).isEqualTo(Task.REGRESSION);
    assertThat(task("x,y\n1,1\n2,2.5\n3,1\n")).isEqualTo(Task.REGRESSION);
    assertThat(task("x,y\n1,1.0\n2,2e0\n3,1\n")).isEqualTo(Task.CLASSIFICATION);
    assertThat(intake.csv(twenty, Intake.task(Task.REGRESSION)).description().schema().classes())
        .isEmpty();
    assertThat(intake.csv(more, Intake.task(Task.CLASSIFICATION)).description().schema().labels())
        .hasSize(21)
        .startsWith("0", "1", "2");
  }

  private static String table(IntStream targets) {
    StringBuilder text = new StringBuilder("x,y\n");
    targets.forEach(t -> text.append("0.5,").append(t).append('\n'));
    return text.toString();
  }

  private Task task(String csv) {
    return intake.csv(csv).description().schema().task();
  }

  @Test
  void wholeLabelsAreShortAndSortedAsNumbers() {
    StoredContent content = intake.csv("x,y\n1,10\n2,9.0\n3,-1\n4,+10\n5,9\n");

    assertThat(content.description().schema().classes())
        .containsExactly(new ClassCount("-1", 1), new ClassCount("9", 2), new ClassCount("10", 2));
    assertThat(intake.blocks(content).getFirst().labels()).startsWith(2, 1, 0, 2, 1);
  }

  @Test
  void otherLabelsAreSortedAsText() {
    StoredContent content =
        intake.csv("x,y\n1,0.5\n2,-1\n3,10\n4,9\n", Intake.task(Task.CLASSIFICATION));

    assertThat(content.description().schema().labels()).containsExactly("-1", "0.5", "10", "9");
    assertThat(intake.rows(content))
        .extracting(row -> row.get(1))
        .containsExactly("0.5", "-1", "10", "9");
  }

  @Test
  void textColumnsAreCategoricalAndEmptyFieldsMissing() {
    StoredContent content =
        intake.csv("color,n,none,y\nred,1,,a\n,,,b\nblue,3,,a\n\"\",4,,b\nred,5,,a\n");

    Schema schema = content.description().schema();
    assertThat(schema.columns())
        .containsExactly(
            new Column(
                "color",
                Kind.CATEGORICAL,
                2,
                null,
                null,
                null,
                List.of("blue", "red"),
                List.of(1L, 2L),
                ColumnReading.PLAIN),
            new Column("n", Kind.NUMERIC, 1, 1.0, 5.0, 13 / 4.0, List.of()),
            new Column("none", Kind.IGNORED, 5, null, null, null, List.of()),
            new Column("y", Kind.TARGET, 0, null, null, null, List.of()));
    assertThat(schema.inputShape()).isEqualTo(Shape.of(2));
    assertThat(schema.encodedShape()).isEqualTo(Shape.of(3));
    assertThat(intake.rows(content))
        .containsExactly(
            Arrays.asList("red", 1.0, "a"),
            Arrays.asList(null, null, "b"),
            Arrays.asList("blue", 3.0, "a"),
            Arrays.asList(null, 4.0, "b"),
            Arrays.asList("red", 5.0, "a"));
  }

  @Test
  void theTargetMayStandAnywhere() {
    StoredContent content = intake.csv("y,x\nb,1\na,2\n", Intake.target("y"));

    assertThat(content.description().schema().target()).isEqualTo("y");
    assertThat(intake.blocks(content).getFirst().labels()).startsWith(1, 0);
    assertThat(intake.blocks(content).getFirst().numeric()[0]).startsWith(1, 2);
  }

  @Test
  void listedColumnsAreCategoricalWhateverTheyLookLike() {
    StoredContent content =
        intake.csv("zip,code,y\n01234,1,7\n99,x,8\n01234,2,7\n", Intake.categorical("zip, code"));

    assertThat(content.description().schema().columns())
        .extracting(Column::categories)
        .containsExactly(List.of("01234", "99"), List.of("1", "2", "x"), List.of());
  }

  @Test
  void marksLineEndsAndSeparatorsAreUnderstood() {
    List<List<Object>> expected = List.of(List.of("ä,1", 1.5, "a"), List.of("x", 2.0, "b"));

    for (String text :
        List.of(
            "k,n,y\n\"ä,1\",1.5,a\nx,2,b\n",
            "\uFEFFk,n,y\r\n\"ä,1\",1.5,a\r\nx,2,b\r\n",
            "k;n;y\nä,1;1.5;a\nx;2;b",
            "\uFEFFk\tn\ty\r\nä,1\t1.5\ta\r\n\r\nx\t2\tb\r\n\r\n",
            "\"k\",\"n\",\"y\"\n\"ä,1\",\"1.5\",\"a\"\n\"x\",\" 2 \",\"b\"\n")) {
      assertThat(intake.rows(intake.csv(text))).as(text).isEqualTo(expected);
    }
  }

  @Test
  void gzipIsReadAndTheDigestIsOfTheContent() {
    byte[] plain = Intake.example("iris.csv");
    StoredContent packed = intake.read(Intake.gzip(plain), Optional.empty(), Intake.NO_FIELDS);
    StoredContent unpacked = intake.read(plain, Optional.empty(), Intake.NO_FIELDS);

    assertThat(packed.sha256()).isEqualTo(unpacked.sha256()).hasSize(64);
    assertThat(packed.bytes()).isEqualTo(plain.length);
  }

  @Test
  void manyRowsMakeManyBlocks() {
    StringBuilder text = new StringBuilder("late,n,y\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i < 3000 ? "" : "v" + i % 3).append(',').append(i).append(',').append(i % 2);
      text.append('\n');
    }

    StoredContent content = intake.csv(text.toString());

    assertThat(content.description().layout().blockRows()).isEqualTo(1024);
    assertThat(intake.rows(content).get(4321)).isEqualTo(List.of("v1", 4321.0, "1"));
    assertThat(intake.rows(content).get(12)).isEqualTo(Arrays.asList(null, 12.0, "0"));
  }

  @Test
  void whereNoColumnIsLeftItIsSaidWhy() {
    String file = "x,part\n1,train\n2,test\n";
    assertThat(errors(file.getBytes(UTF_8), Intake.fields("split", "part")).getFirst().detail())
        .isEqualTo("no column is left to learn from: \"x\" is the target, \"part\" says the part");
    assertThat(errors(file.getBytes(UTF_8), Intake.fields("ignore", "part")).getFirst().detail())
        .isEqualTo(
            "no column is left to learn from: \"x\" is the target, and the others are listed in"
                + " ignore");
  }

  @Test
  void aByteOrderMarkIsNoPartOfANameOrValue() {
    StoredContent content = intake.csv("\ufeff\ufeffx,y\n1,a\n\ufeff2.5,b\n");

    assertThat(content.description().schema().columns().getFirst().name()).isEqualTo("x");
    assertThat(intake.rows(content).getLast()).isEqualTo(List.of(2.5, "b"));
  }

  @Test
  void formulasAreText() {
    StoredContent content = intake.csv("x,y\n\"=cmd|' /C calc'!A0\",1\n@SUM(1),2\n");

    assertThat(content.description().schema().columns().getFirst().categories())
        .containsExactly("=cmd|' /C calc'!A0", "@SUM(1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | 1 |    | the file is empty
          '\\n\\n'                    | 1 |    | the file is empty
          'a,b\\n'                    |   |    | the file has a header and no data row
          'a,b\\n1,2\\n3\\n4,5,6\\n'  | 3 |    | has 1 field, but the header has 2
          'a,b\\n1,x\\nz,y\\n'        | 3 | a  | "z" is not a number, as most values are; if it is missing, leave it empty or name it in missing; if the column holds categories, list it in categorical, else in ignore
          'a,b\\n1,x\\ninf,y\\n'      | 3 | a  | "inf" is not a finite number
          'a,b\\nInfinity,x\\n1,y\\n' | 2 | a  | "Infinity" is not a finite number
          'a,b\\n-Infinity,x\\n1,y\\n'| 2 | a  | "-Infinity" is not a finite number
          'a,b\\n1e400,x\\n1,y\\n'    | 2 | a  | "1e400" is beyond ±3.4e38
          'a,b\\n1,x\\n-3.5e38,y\\n'  | 3 | a  | "-3.5e38" is beyond ±3.4e38
          'a,b\\n1,x\\n0x10,y\\n'     | 3 | a  | "0x10" is not a number, as most values are; if it is missing, leave it empty or name it in missing; if the column holds categories, list it in categorical, else in ignore
          'a,b\\n1,x\\n1f,y\\n'       | 3 | a  | "1f" is not a number, as most values are; if it is missing, leave it empty or name it in missing; if the column holds categories, list it in categorical, else in ignore
          'a,b\\n"1,x\\n2,y\\n'       | 2 |    | a quote is opened and never closed
          'a,b\\n"1"2,x\\n2,y\\n'     | 2 |    | a character follows a closing quote
          'a,b\\nq"r,x\\ns,y\\n'      | 2 | a  | a quote inside a field without quotes; quote the field
          'a,b,a\\n1,2,3\\n'          | 1 | a  | there are two columns of this name
          'a,,b\\n1,2,3\\n'           | 1 |    | the name of column 2 is empty
          'Report,,\\na,b,y\\n1,2,x\\n' | 1 |    | the name of column 2 is empty; if lines stand above the header, remove them
          'a\\n1\\n2\\n'              | 1 |    | there must be a column beside the target; if lines stand above the header, remove them, and if its names are parted by something else, name it in separator
          'a|b\\n1\\n2\\n'            | 1 |    | there must be a column beside the target; if lines stand above the header, remove them, and if its names are parted by something else, name it in separator
          'a,b\\n1,x\\n2,\\n3,y\\n'   | 3 | b  | the target is missing
          'a,b\\n1,x\\n2,x\\n'        |   | b  | the target has one class only, and a classification needs two
          'a,b\\n1,3\\n2,3\\n'        |   | b  | the target has one class only, and a classification needs two
          'a,b\\nx\\0,1\\ny,2\\n'     | 2 | a  | holds a NUL character
          'a\\0,b\\nx,1\\ny,2\\n'     | 1 |    | the name of column 1 holds a NUL character; if the file is in a charset of two or four bytes a character, such as utf-16le, name it in encoding
          """)
  void whatIsWrongIsToldByItsPlace(String text, Long line, String column, String detail) {
    String file = text.replace("\\n", "\n").replace("\\0", "\0");

    assertThat(errors(file.getBytes(UTF_8), Intake.NO_FIELDS).getFirst())
        .isEqualTo(new FileError(line, column, detail));
  }

  @Test
  void everythingWrongIsToldAtOnceUpToOneHundred() {
    assertThat(errors("a,b,c\n1,2,x\nz,3,\n4\nz,5,y\nz,z,y\n".getBytes(UTF_8), Intake.NO_FIELDS))
        .extracting(FileError::line, FileError::column)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3L, "c"),
            org.assertj.core.groups.Tuple.tuple(4L, null),
            org.assertj.core.groups.Tuple.tuple(6L, "b"));
    assertThat(errors(("a,b\n" + "1\n".repeat(500)).getBytes(UTF_8), Intake.NO_FIELDS))
        .hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 70_000, 1_000_000})
  void whatIsNotUtf8IsToldByItsLine(int before) {
    String start = "a,b\n" + "ü,1\n".repeat(before / 5);
    byte[] file = Arrays.copyOf(start.getBytes(UTF_8), start.getBytes(UTF_8).length + 8);
    System.arraycopy("x\u00fcy,2\nz,".getBytes(ISO_8859_1), 0, file, file.length - 8, 8);

    assertThat(errors(file, Intake.NO_FIELDS))
        .containsExactly(
            new FileError(
                (long) (before / 5) + 2,
                "a",
                "is not UTF-8; name the file's charset in encoding, such as windows-1252,"
                    + " cp949 or shift_jis"));
  }

  @Test
  void utf16IsReadByItsMarkOrByItsName() {
    Intake intake = new Intake();
    StoredContent content = intake.csv("a,b\nü,2\nx,3\n");

    for (byte[] file :
        List.of(
            "\uFEFFa,b\nü,2\nx,3\n".getBytes(UTF_16LE),
            "\uFEFFa,b\nü,2\nx,3\n".getBytes(java.nio.charset.StandardCharsets.UTF_16BE))) {
      assertThat(intake.rows(intake.read(file, Optional.empty(), Intake.NO_FIELDS)))
          .isEqualTo(intake.rows(content));
    }
    byte[] unmarked = "a,b\nü,2\nx,3\n".getBytes(UTF_16LE);
    UploadFields named = Intake.fields("encoding", "utf-16le");
    assertThat(intake.rows(intake.read(unmarked, Optional.empty(), named)))
        .isEqualTo(intake.rows(content));
    assertThat(errors(unmarked, Intake.NO_FIELDS)).isNotEmpty();
  }

  @Test
  void gzipMayBeSeveralOneAfterTheOtherAndNothingElseFollows() throws IOException {
    byte[] first = Intake.gzip("a,b\n1,x\n".getBytes(UTF_8));
    byte[] second = Intake.gzip("2,y\n".getBytes(UTF_8));
    byte[] damaged = second.clone();
    damaged[0] = 0;
    StoredContent both =
        new Intake().read(concat(first, second, new byte[512]), Optional.empty(), Intake.NO_FIELDS);

    assertThat(both.description().schema().rows()).isEqualTo(2);
    for (byte[] rest : List.of("junk".getBytes(UTF_8), damaged)) {
      assertThat(errors(concat(first, second, rest), Intake.NO_FIELDS))
          .extracting(FileError::detail)
          .containsExactly("something follows the gzip data that is no gzip data");
    }
  }

  private static byte[] concat(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  @Test
  void brokenGzipIsRefused() {
    byte[] packed = Intake.gzip(Intake.example("iris.csv"));
    byte[] damaged = packed.clone();
    damaged[packed.length - 5] ^= 1;

    assertThat(errors(Arrays.copyOf(packed, packed.length / 2), Intake.NO_FIELDS))
        .containsExactly(new FileError(null, null, "the gzip data end early"));
    assertThat(errors(Arrays.copyOf(packed, 5), Intake.NO_FIELDS))
        .containsExactly(new FileError(null, null, "the gzip header is broken"));
    assertThat(errors(damaged, Intake.NO_FIELDS))
        .containsExactly(new FileError(null, null, "the gzip data are damaged"));
  }

  @Test
  void fieldsThatDoNotFitTheFileAreRefused() {
    assertThat(refusal("a,b\n1,2\n3,4\n", Intake.target("c")).kind())
        .isEqualTo(ProblemKind.INVALID);
    assertThat(refusal("a,b\n1,2\n3,4\n", Intake.categorical("a", "c")).errors())
        .hasToString("[FieldError[pointer=categorical, detail=the file has no column \"c\"]]");
    assertThat(Intake.errors(refusal("a,b\n1,\n", Intake.task(Task.REGRESSION)))).isNotEmpty();
    assertThat(Intake.errors(refusal("a,b\n1,x\n2,y\n", Intake.task(Task.REGRESSION))))
        .containsExactly(new FileError(2L, "b", "the target of a regression must be numbers"));
  }

  @Test
  void whatIsTooLargeIsTooLarge() {
    String header = String.join(",", IntStream.range(0, 101).mapToObj(i -> "c" + i).toList());
    assertThat(refusal(header + "\n", Intake.NO_FIELDS).kind()).isEqualTo(ProblemKind.TOO_LARGE);
    String cell = "x".repeat(64 * 1024 + 1);
    assertThat(refusal("a,b\n" + cell + ",1\n", Intake.NO_FIELDS).kind())
        .isEqualTo(ProblemKind.TOO_LARGE);
    String umlauts = "\u00e4".repeat(32 * 1024);
    assertThat(new Intake().csv("a,b\n" + umlauts + ",1\nx,2\n").description().schema().rows())
        .isEqualTo(2);
    assertThat(refusal("a,b\n" + umlauts + "x,1\n", Intake.NO_FIELDS).kind())
        .isEqualTo(ProblemKind.TOO_LARGE);
    String endless = "x".repeat(10 << 20);
    assertThat(refusal("a,b\n\"" + endless + "\",1\n", Intake.NO_FIELDS).kind())
        .isEqualTo(ProblemKind.TOO_LARGE);
    assertThat(Intake.errors(refusal("a,b\n\"" + endless, Intake.NO_FIELDS)))
        .containsExactly(new FileError(2L, null, "a quote is opened and never closed"));
    assertThat(refusal(Intake.gzip(new byte[17 << 20])).kind()).isNotNull();
    byte[] bomb = Intake.gzip(("a,b\n" + "1,2\n3,4\n".repeat(3 << 20)).getBytes(UTF_8));
    assertThat(refusal(bomb).kind()).isEqualTo(ProblemKind.TOO_LARGE);
  }

  @Test
  void tooManyCategoriesAreIgnoredOrRefusedWhereTheyAreWanted() {
    StringBuilder text = new StringBuilder("a,n,b\n");
    IntStream.range(0, 31)
        .forEach(i -> text.append("c").append(i).append(",1,").append(i % 2).append("\n"));
    Description description = new Intake().csv(text.toString()).description();
    assertThat(description.schema().columns().getFirst().kind()).isEqualTo(Kind.IGNORED);
    assertThat(description.warnings()).extracting(Warning::code).contains("many_categories");
    assertThat(errors(text.toString().getBytes(UTF_8), Intake.categorical("a")))
        .containsExactly(new FileError(32L, "a", "has more than 30 categories"));

    assertThat(
            Intake.errors(refusal(table(IntStream.range(0, 31)), Intake.task(Task.CLASSIFICATION))))
        .containsExactly(new FileError(null, "y", "the target has more than 30 classes"));
  }

  @Test
  void longTextsTakeNoMoreMemoryThanTheirBudget() {
    Intake wide = new Intake(Intake.limits(DataSize.ofMegabytes(64), DataSize.ofMegabytes(1)));
    StringBuilder text = new StringBuilder("a,b\n");
    IntStream.range(0, 20)
        .forEach(i -> text.append("x".repeat(1_000_000)).append(i).append(",1\n"));

    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> wide.csv(text.toString()));

    assertThat(refusal.kind()).isEqualTo(ProblemKind.TOO_LARGE);
  }

  private List<FileError> errors(byte[] file, UploadFields fields) {
    return Intake.errors(refusal(file, fields));
  }

  private ProblemException refusal(String text, UploadFields fields) {
    return refusal(text.getBytes(UTF_8), fields);
  }

  private ProblemException refusal(byte[] file) {
    return refusal(file, Intake.NO_FIELDS);
  }

  private ProblemException refusal(byte[] file, UploadFields fields) {
    refused = true;
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class, () -> intake.read(file, Optional.empty(), fields));
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal;
  }

  @Test
  void columnsOfManyCategoriesAreRefusedWithTheirProductUnlessIgnored() {
    Intake wide = new Intake(Intake.defaultLimits());
    int columns = 10_000;
    StringBuilder csv = new StringBuilder();
    for (int i = 1; i < columns; i++) {
      csv.append('c').append(i).append(',');
    }
    csv.append("y\n");
    for (int row = 0; row < 25; row++) {
      csv.append(("w" + row + ",").repeat(columns - 1)).append(row % 2 == 0 ? "a\n" : "b\n");
    }
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> wide.csv(csv.toString()));
    assertThat(refusal.kind()).isEqualTo(ProblemKind.TOO_LARGE);
    assertThat(refusal.detail())
        .contains("10000 categorical columns of about 21 categories each")
        .contains("200000")
        .contains("list columns in ignore");

    String all = csv.substring(0, csv.indexOf(",c9001"));
    StoredContent content = wide.csv(csv.toString(), Intake.fields("ignore", all));
    assertThat(content.description().schema().encodedShape().size()).isEqualTo(25L * 999);
  }
}
