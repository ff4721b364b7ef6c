package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.descent.dataset.Column.Kind;
import io.descent.web.FileError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Parquet as pandas (Arrow) and DuckDB write it, and with claims that are false. */
class ParquetIntakeTest {

  private static final double[] X = {1.5, 2.5, -3, 4};
  private static final List<String> LABELS = List.of("u", "v", "u", "w");

  private final Intake intake = new Intake();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "types.parquet",
        "types-v2-zstd.parquet",
        "types-gzip.parquet",
        "types-lz4.parquet"
      })
  void columnsOfEveryTypeAreWhatTheyAre(String name) {
    StoredContent content = read(name);

    assertThat(schema(content).format()).isEqualTo(Schema.Format.PARQUET);
    assertThat(schema(content).rows()).isEqualTo(8);
    for (String number :
        List.of("i8", "i64", "u32", "u64", "half", "single", "double", "money", "large")) {
      assertThat(column(content, number).kind()).as(number).isEqualTo(Kind.NUMERIC);
    }
    for (String word : List.of("flag", "zip", "kind")) {
      assertThat(column(content, word).kind()).as(word).isEqualTo(Kind.CATEGORICAL);
    }
    for (String date : List.of("day", "ms", "ns")) {
      assertThat(column(content, date).kind()).as(date).isEqualTo(Kind.DATE);
    }
    assertThat(schema(content).labels()).containsExactly("no", "yes");
    assertThat(intake.rows(content).getFirst())
        .containsExactly(
            1.0,
            0x1p40,
            4294967295.0,
            0x1p63 + 2048,
            0.5,
            (double) 0.1f,
            0.1,
            12.5,
            123456789012345678901.5,
            "true",
            "01234",
            "a \"b\", c",
            seconds("2024-02-29T00:00:00Z"),
            seconds("2024-01-01T12:30:15Z") + 0.25,
            seconds("2024-01-01T12:30:15Z") + 0.250001,
            "yes");
    assertThat(column(content, "zip").categories())
        .containsExactly("01234", "10115", "20095", "80331");
    assertThat(column(content, "kind").categories()).contains("x\ny");
    assertThat(column(content, "kind").missing()).isEqualTo(2);
    assertThat(column(content, "single").missing()).isEqualTo(2);
    assertThat(codes(content)).contains("text_numbers");
  }

  private static double seconds(String time) {
    return Instant.parse(time).getEpochSecond();
  }

  @Test
  void whatIsReadLiesBelowTheScratchFolderAndCountsThere(@TempDir Path folder) throws IOException {
    Limits limits = Intake.limits(DataSize.ofMegabytes(16), DataSize.ofKilobytes(64));
    Intake roomy = new Intake(limits, new Scratch(folder, 2 << 20));
    roomy.read(bytes("types.parquet"), Optional.empty(), Intake.NO_FIELDS);
    assertThat(roomy.scratch.taken()).isZero();
    assertThat(folder).isEmptyDirectory();

    Intake narrow = new Intake(limits, new Scratch(folder, 1 << 20));
    ProblemException refusal =
        refusal(() -> narrow.read(bytes("types.parquet"), Optional.empty(), Intake.NO_FIELDS));
    assertThat(refusal.kind()).isEqualTo(ProblemKind.TOO_MANY);
    assertThat(refusal.detail()).contains("descent.limits.scratch");
    assertThat(narrow.scratch.taken()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theFieldsOfAnUploadSayMoreOfItsColumns() {
    StoredContent content =
        read("types.parquet", "numeric", "zip", "categorical", "i8", "ignore", "kind");

    assertThat(column(content, "zip").kind()).isEqualTo(Kind.NUMERIC);
    assertThat(codes(content)).contains("leading_zeros");
    assertThat(column(content, "i8").kind()).isEqualTo(Kind.CATEGORICAL);
    assertThat(column(content, "kind").kind()).isEqualTo(Kind.IGNORED);
  }

  @Test
  void aMissingTargetIsRefusedInItsLine() {
    assertThat(Intake.errors(refusal(() -> read("types.parquet", "target", "flag"))))
        .containsExactly(new FileError(4L, "flag", "the target is missing"));
  }

  @Test
  void thousandsOfRowsAreReadInOrder() {
    StoredContent content = read("duckdb.parquet");

    List<List<Object>> rows = intake.rows(content);
    assertThat(rows).hasSize(3000);
    assertThat(rows.get(2999))
        .containsExactly(
            2999 / 3.0,
            2999.0,
            LocalDate.of(2024, 1, 1).plusDays(2999).toEpochDay() * 86_400.0,
            "c4",
            "false",
            "q");
    assertThat(column(content, "n").missing()).isEqualTo(429);
  }

  @Test
  void compressedOnceMoreAndInAZipItIsTheSame() throws IOException {
    byte[] file = bytes("types.parquet");
    StoredContent plain = read("types.parquet");
    StoredContent gzip = intake.read(Intake.gzip(file), Optional.empty(), Intake.NO_FIELDS);
    StoredContent zip =
        intake.read(FormatsTest.zip(Map.of("t.parquet", file)), Optional.empty(), Intake.NO_FIELDS);

    assertThat(gzip.description()).isEqualTo(plain.description());
    assertThat(gzip.sha256()).isEqualTo(plain.sha256());
    assertThat(gzip.bytes()).isEqualTo(file.length);
    assertThat(zip.description()).isEqualTo(plain.description());
  }

  @Test
  void timestampsOfOldWritersAreDates() {
    StoredContent content = read("old-timestamps.parquet");

    assertThat(column(content, "ms").kind()).isEqualTo(Kind.DATE);
    assertThat(intake.rows(content).getFirst().get(1))
        .isEqualTo(seconds("2024-01-01T12:30:15Z") + 0.25);
  }

  @Test
  void rowLabelsOfADataFrameAreNoColumn() {
    StoredContent content = read("data-frame.parquet");

    assertThat(schema(content).columns()).extracting(Column::name).containsExactly("a", "label");
    assertThat(schema(content).target()).isEqualTo("label");
    assertThat(codes(content)).contains("index_column");
  }

  @Test
  void whatIsNestedOrNotUnderstoodIsNamedAndCanBeIgnored() {
    assertThat(Intake.errors(refusal(() -> read("nested.parquet"))))
        .extracting(FileError::column)
        .containsExactlyInAnyOrder("tags", "pos", "at");
    assertThat(refusal(() -> read("nested.parquet")).detail())
        .contains("list it in ignore")
        .contains("nested");

    StoredContent content = read("nested.parquet", "ignore", "tags,pos,at");
    assertThat(schema(content).columns())
        .extracting(Column::kind)
        .containsExactly(Kind.NUMERIC, Kind.IGNORED, Kind.IGNORED, Kind.IGNORED, Kind.TARGET);
  }

  @Test
  void aSmallFileOfPlainPagesIsRead() {
    StoredContent content = read(new ParquetBytes().write(X, LABELS));
    ParquetBytes listed = new ParquetBytes();
    listed.indexed = true;

    assertThat(intake.rows(content))
        .containsExactly(
            List.of(1.5, "u"), List.of(2.5, "v"), List.of(-3.0, "u"), List.of(4.0, "w"));
    assertThat(intake.rows(read(listed.write(X, LABELS)))).isEqualTo(intake.rows(content));
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    double[] x = X.clone();
    x[2] = Double.POSITIVE_INFINITY;

    assertThat(Intake.errors(refusal(() -> read(new ParquetBytes().write(x, LABELS)))))
        .containsExactly(new FileError(4L, "x", "\"Infinity\" is not a finite number"));
  }

  static Stream<Consumer<ParquetBytes>> lies() {
    return Stream.of(
        it -> it.rows = 5,
        it -> it.rows = Long.MAX_VALUE / 2,
        it -> it.rows = Integer.MAX_VALUE,
        it -> it.pageValues = Integer.MAX_VALUE,
        it -> it.pageValues = 3,
        it -> it.uncompressed = Integer.MAX_VALUE,
        it -> it.uncompressed = 1,
        it -> it.compressed = Integer.MAX_VALUE,
        it -> it.compressed = 1,
        it -> it.chunkOffset = 1L << 40,
        it -> it.chunkOffset = 0,
        it -> it.chunkSize = Long.MAX_VALUE,
        it -> it.chunkSize = 3,
        it -> it.footerLength = Integer.MAX_VALUE,
        it -> it.footerLength = 1,
        it -> it.lists = 1 << 30,
        it -> it.lists = 4,
        it -> {
          it.indexed = true;
          it.indexOffset = 9;
        },
        it -> {
          it.padding = 64 << 20;
          it.dictionaryUncompressed = 20;
        },
        it -> {
          it.padding = 0;
          it.dictionaryUncompressed = 1 << 23;
        },
        it -> {
          it.padding = 0;
          it.dictionaryUncompressed = Integer.MAX_VALUE;
        },
        it -> {
          it.padding = 0;
          it.dictionaryValues = Integer.MAX_VALUE;
        },
        it -> {
          it.padding = 64;
          it.dictionaryValues = 64;
        },
        it -> it.padding = 64 << 20,
        it -> {
          it.rows = 1 << 22;
          it.pageValues = 1 << 22;
        });
  }

  @Test
  void wordsInADictionaryAreRead() {
    ParquetBytes file = new ParquetBytes();
    file.padding = 0;

    StoredContent content = read(file.write(X, LABELS));

    assertThat(intake.rows(content))
        .isEqualTo(intake.rows(read(new ParquetBytes().write(X, LABELS))));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void falseClaimsAreRefusedBeforeMemoryIsSpent(Consumer<ParquetBytes> lie) {
    ParquetBytes file = new ParquetBytes();
    lie.accept(file);

    ProblemException refusal = refusal(() -> read(file.write(X, LABELS)));

    assertThat(refusal.kind()).isIn(ProblemKind.INVALID_FILE, ProblemKind.TOO_LARGE);
    assertThat(refusal.detail()).doesNotContain("hardwood").doesNotContain("Exception");
  }

  @Test
  void valuesThatAreMoreThanAnUploadMayHoldAreRefused() {
    Intake small = new Intake(Intake.limits(DataSize.ofKilobytes(100), DataSize.ofKilobytes(1)));

    ProblemException refusal =
        refusal(() -> small.read(bytes("duckdb.parquet"), Optional.empty(), Intake.NO_FIELDS));

    assertThat(refusal.kind()).isEqualTo(ProblemKind.TOO_LARGE);
    assertThat(refusal.detail()).contains("102400 bytes as text");
  }

  /** As of a damaged footer, or where all columns are row labels. */
  @Test
  void aFileWithoutColumnsIsRefused() {
    assertThat(refusal(() -> new TableRoles(List.of(), Intake.NO_FIELDS)).detail())
        .isEqualTo("the file has no columns");
  }

  @Test
  void aCellThatIsTooLargeIsRefused() {
    List<String> labels = List.of("x".repeat(70_000), "b", "c", "d");

    assertThat(refusal(() -> read(new ParquetBytes().write(X, labels))).detail())
        .contains("a value of the column label has more than 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 11, 200, 900})
  void aFileThatWasCutOffIsRefused(int length) {
    byte[] file = Arrays.copyOf(bytes("types.parquet"), Math.max(4, length));

    assertThat(refusal(() -> read(file)).detail()).contains("damaged");
  }

  /** Values of columns are decoded by threads of the reader, which must all end. */
  @Test
  void damagedFilesAreReadOrRefused() {
    Fuzzing.parquet(Duration.ofSeconds(4), 1);
  }

  private interface Reading {
    void read();
  }

  private static ProblemException refusal(Reading reading) {
    ProblemException refusal = catchThrowableOfType(ProblemException.class, reading::read);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal;
  }

  private StoredContent read(String name, String... fields) {
    return intake.read(bytes(name), Optional.empty(), Intake.fields(fields));
  }

  private StoredContent read(byte[] file) {
    return intake.read(file, Optional.empty(), Intake.NO_FIELDS);
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

  static byte[] bytes(String name) {
    try (InputStream in = ParquetIntakeTest.class.getResourceAsStream("/parquet/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
