package io.descent.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.web.ProblemException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'a,b\\n1,2'                      | TEXT
          'BMI,age\\n1,2'                  | TEXT
          ''                               | TEXT
          'PK\\3\\4'                       | ZIP
          'PAR1'                           | PARQUET
          '\\u0093NUMPY'                   | NUMPY
          '\\0\\0\\b\\3'                   | IDX
          '<!DOCTYPE html><html>'          | HTML
          ' \\n<HTML>'                     | HTML
          '<table border=0><tr><td>'       | HTML
          '<?xml version="1.0"?>'          | XML
          '@RELATION iris'                 | ARFF
          '{\\\\rtf1'                       | RICH_TEXT
          '[{"a": 1}]'                     | JSON
          ' { "a": 1 }'                    | JSON
          '[ [1, 2] ]'                     | JSON
          '%PDF-1.7'                       | PDF
          'SQLite format 3\\0'             | SQLITE
          '\\u0089PNG\\r\\n\\u001a\\n'     | IMAGE
          '\\u00d0\\u00cf\\u0011\\u00e0\\u00a1\\u00b1\\u001a\\u00e1' | WORKBOOK
          '\\u0089HDF\\r\\n'               | HDF5
          'BZh91AY&SY'                     | BZIP2
          '\\u0080\\4\\u0095'              | PICKLE
          'ARROW1'                         | ARROW
          '\\u001f\\u008b\\b'            | GZIP
          """)
  void aFileIsKnownByItsFirstBytes(String start, FileKind kind) {
    assertThat(FileKind.of(unicode(start).translateEscapes().getBytes(ISO_8859_1))).isEqualTo(kind);
  }

  private static String unicode(String text) {
    return java.util.regex.Pattern.compile("\\\\u([0-9a-f]{4})")
        .matcher(text)
        .replaceAll(it -> String.valueOf((char) Integer.parseInt(it.group(1), 16)));
  }

  @Test
  void aTarIsKnownByItsMark() {
    byte[] tar = new byte[FileKind.HEAD];
    tar[0] = 'a';
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);

    assertThat(FileKind.of(tar)).isEqualTo(FileKind.TAR);
    assertThat(FileKind.TAR.refusal().orElseThrow())
        .startsWith("the file is a tar archive: unpack");
  }

  @ParameterizedTest
  @ValueSource(strings = {"floats", "big_endian", "half"})
  void numbersOfEveryTypeAreRead(String name) throws IOException {
    NumberArray array = NumberArray.open(resource(name + ".npy"), "values");
    double[] values = new double[12];
    array.read(values, 12);

    assertThat(array.shape()).containsExactly(6, 2);
    assertThat(values).startsWith(0, 0.25, 0.5).endsWith(2.75);
    array.checkEnd();
  }

  @Test
  void textsAreRead() throws IOException {
    NumberArray words = NumberArray.open(resource("words.npy"), "labels");
    NumberArray bytes = NumberArray.open(resource("bytes.npy"), "labels");
    for (String expected : List.of("ja", "nein", "ja", "ja", "nein", "größer")) {
      assertThat(words.text()).isEqualTo(expected);
    }
    assertThat(List.of(bytes.text(), bytes.text())).containsExactly("a", "bc");
    assertThat(NumberArray.open(resource("column_major.npy"), "x").isColumnMajor()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "objects, Python objects",
    "structured, several types",
    "scalar, 0 dimensions",
  })
  void whatIsNoArrayOfNumbersIsRefused(String name, String detail) {
    assertThatThrownBy(() -> NumberArray.open(resource(name + ".npy"), "values"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(detail);
  }

  @Property(tries = 3000)
  void whateverTheHeaderSaysOpeningItEnds(@ForAll byte[] bytes, @ForAll boolean numpy)
      throws IOException {
    byte[] start = numpy ? "\u0093NUMPY\1\0".getBytes(ISO_8859_1) : new byte[] {0, 0, 8};
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(start);
    file.write(bytes);
    try {
      NumberArray.open(new ByteArrayInputStream(file.toByteArray()), "values");
    } catch (ProblemException refusal) {
      assertThat(refusal.kind().status().is4xxClientError()).isTrue();
    }
  }

  private static InputStream resource(String name) {
    return FormatsTest.class.getResourceAsStream("/arrays/" + name);
  }

  @Test
  void whatIsCompressedTwiceIsNamed() throws IOException {
    byte[] once = Intake.gzip(Intake.example("iris.csv"));
    for (byte[] twice : List.of(Intake.gzip(once), zip(Map.of("iris.csv.gz", once)))) {
      assertThatThrownBy(() -> new Intake().read(twice, Optional.empty(), Intake.NO_FIELDS))
          .hasMessageContaining("unpack it once more");
    }
  }

  @Test
  void ofLabelsInSeveralColumnsTheFirstIsTakenAndTold() {
    byte[] rows = npy("<f8", "(3, 1)", ByteBuffer.allocate(24).array());
    byte[] oneHot = npy("|u1", "(3, 2)", new byte[] {1, 0, 0, 1, 1, 0});
    StoredContent content = new Intake().read(rows, Optional.of(oneHot), Intake.NO_FIELDS);
    assertThat(content.description().warnings().getFirst().detail())
        .isEqualTo("The labels have 2 columns, of which the first is the class.");
    assertThat(content.description().warnings().getFirst().advice()).contains("argmax");
    byte[] plain = npy("|u1", "(3, 1)", new byte[] {1, 0, 1});
    assertThat(
            new Intake().read(rows, Optional.of(plain), Intake.NO_FIELDS).description().warnings())
        .noneMatch(it -> it.code().equals("several_labels"));
  }

  @Test
  void partsOfOtherColumnsAreNamed() throws IOException {
    byte[] classes = npy("|u1", "(3,)", new byte[] {0, 1, 0});
    Map<String, byte[]> arrays = new TreeMap<>();
    arrays.put("x_train.npy", npy("|u1", "(3, 2)", new byte[6]));
    arrays.put("y_train.npy", classes);
    arrays.put("x_test.npy", npy("|u1", "(3, 1)", new byte[3]));
    arrays.put("y_test.npy", classes);
    byte[] file = zip(arrays);
    assertThatThrownBy(() -> new Intake().read(file, Optional.empty(), Intake.NO_FIELDS))
        .hasMessageContaining("differ in their columns: 2 and 1");
  }

  private static byte[] npy(String type, String shape, byte[] values) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("\u0093NUMPY\1\0".getBytes(ISO_8859_1));
    file.writeBytes(new byte[] {118, 0});
    file.writeBytes(padded.getBytes(ISO_8859_1));
    file.writeBytes(values);
    return file.toByteArray();
  }

  @Test
  void aZipIsKnownByTheNamesInIt() throws IOException {
    assertThat(holds("train.csv", "__MACOSX/._train.csv", ".DS_Store"))
        .isEqualTo(ZipArchive.Holds.ONE_FILE);
    assertThat(holds("x.npy", "y.npy")).isEqualTo(ZipArchive.Holds.ARRAYS);
    assertThat(holds("pets/cat/1.PNG", "pets/dog/2.jpeg")).isEqualTo(ZipArchive.Holds.IMAGES);
    assertThatThrownBy(() -> holds("[Content_Types].xml", "xl/workbook.xml"))
        .hasMessageContaining("save it as CSV");
    assertThatThrownBy(() -> holds("a.csv", "b.csv")).hasMessageContaining("holds 2 files");
    assertThatThrownBy(() -> holds(".hidden")).hasMessageContaining("no file");
  }

  private static ZipArchive.Holds holds(String... names) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : names) {
      files.put(name, new byte[] {1});
    }
    return ZipArchive.holds(new ByteArrayInputStream(zip(files)));
  }

  static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return out.toByteArray();
  }

  @Property(tries = 300)
  void aDamagedZipIsRefused(@ForAll int place, @ForAll byte value) throws IOException {
    byte[] zip =
        zip(
            Map.of(
                "cat/1.png",
                image("png", BufferedImage.TYPE_BYTE_GRAY, 3, 2),
                "a/2.bmp",
                new byte[50]));
    zip[Math.floorMod(place, zip.length)] = value;
    try {
      ZipArchive.holds(new ByteArrayInputStream(zip));
      ImageFolders folders = new ImageFolders(LIMITS);
      folders.look(new ByteArrayInputStream(zip));
    } catch (ProblemException refusal) {
      assertThat(refusal.kind().status().is4xxClientError()).isTrue();
    }
  }

  private static final io.descent.web.Limits LIMITS =
      Intake.limits(
          org.springframework.util.unit.DataSize.ofMegabytes(16),
          org.springframework.util.unit.DataSize.ofKilobytes(64));

  static byte[] image(String format, int type, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int level = (40 * y + 10 * x) % 256;
        int[] pixel = {level, 255 - level, level / 2, 255};
        image
            .getRaster()
            .setPixel(x, y, java.util.Arrays.copyOf(pixel, image.getRaster().getNumBands()));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "png, 10, 1", // TYPE_BYTE_GRAY
    "png, 5, 3", // TYPE_3BYTE_BGR
    "png, 6, 3", // TYPE_4BYTE_ABGR
    "bmp, 5, 3",
    "bmp, 10, 3",
    "jpg, 10, 1",
    "jpg, 5, 3",
    "gif, 13, 3"
  })
  void imagesOfEveryFormAreDecoded(String format, int type, int channels) throws IOException {
    byte[] file = image(format, type, 5, 4);
    ImageHeader header = ImageHeader.of(file).orElseThrow();
    byte[] pixels = new byte[channels * 20];

    assertThat(header.width()).isEqualTo(5);
    assertThat(header.height()).isEqualTo(4);
    assertThat(header.channels()).isEqualTo(channels);
    assertThat(new ImageDecoder().decode(file, header, pixels)).isEmpty();
    if (!format.equals("jpg") && !format.equals("gif")) {
      assertThat(pixels).startsWith(0, 10, 20, 30, 40, 40, 50);
      if (type != 10) {
        assertThat(pixels[20]).isEqualTo((byte) 255);
        assertThat(pixels[41]).isEqualTo((byte) 5);
      }
    }
  }

  @Property(tries = 300)
  void aDamagedImageIsRefusedOrDecoded(@ForAll int place, @ForAll byte value, @ForAll boolean jpeg)
      throws IOException {
    byte[] file = image(jpeg ? "jpg" : "png", BufferedImage.TYPE_3BYTE_BGR, 9, 7);
    file[Math.floorMod(place, file.length)] = value;
    ImageHeader.of(file)
        .filter(it -> it.width() * (long) it.height() < 10_000 && it.channels() < 5)
        .ifPresent(it -> new ImageDecoder().decode(file, it, new byte[10_000 * 4]));
  }

  @Test
  void foldersAreClasses() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("pets/cat/1.png", image("png", BufferedImage.TYPE_BYTE_GRAY, 5, 4));
    files.put("pets/cat/2.png", image("png", BufferedImage.TYPE_BYTE_GRAY, 5, 4));
    files.put("pets/dog/1.jpg", image("jpg", BufferedImage.TYPE_BYTE_GRAY, 5, 4));
    ImageFolders folders = new ImageFolders(LIMITS);
    folders.look(new ByteArrayInputStream(zip(files)));

    assertThat(folders.classes())
        .containsExactly(new ClassCount("cat", 2), new ClassCount("dog", 1));
    StringBuilder seen = new StringBuilder();
    folders.read(
        new ByteArrayInputStream(zip(files)),
        (pixels, label) -> seen.append(label).append(pixels.length).append(' '));
    assertThat(seen).hasToString("cat20 cat20 dog20 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cat/1.png | 5 | 4 | 10 | dog/1.png | 5 | 5 | 10 | one size
          cat/1.png | 5 | 4 | 10 | dog/1.png | 5 | 4 | 5  | one size
          cat/1.png | 5 | 4 | 10 | 1.png     | 5 | 4 | 10 | lies in no folder
          a/cat/1.png | 5 | 4 | 10 | b/dog/1.png | 5 | 4 | 10 | different places
          cat/1.png | 5 | 4 | 10 | cat/2.png | 5 | 4 | 10 | one folder only
          cat/1.png | 5 | 4 | 11 | dog/2.png | 5 | 4 | 11 | 16 bits
          cat/1.png | 300 | 300 | 10 | dog/2.png | 5 | 4 | 11 | more than 65536 values
          """)
  void whatDiffersIsRefused(
      String first,
      int width,
      int height,
      int type,
      String second,
      int otherWidth,
      int otherHeight,
      int otherType,
      String detail)
      throws IOException {
    Map<String, byte[]> files = new java.util.LinkedHashMap<>();
    files.put(first, image("png", type, width, height));
    files.put(second, image("png", otherType, otherWidth, otherHeight));

    assertThatThrownBy(() -> new ImageFolders(LIMITS).look(new ByteArrayInputStream(zip(files))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(detail);
  }
}
