package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.FileError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class IdxIntakeTest {

  private final Intake intake = new Intake();

  @Test
  void mnistIsDescribed() {
    StoredContent mnist =
        intake.images(
            Intake.example("mnist-10k-images-idx3-ubyte.gz"),
            Intake.example("mnist-10k-labels-idx1-ubyte.gz"));

    Schema schema = mnist.description().schema();
    assertThat(schema.format()).isEqualTo(Schema.Format.IDX);
    assertThat(schema.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(schema.rows()).isEqualTo(10_000);
    assertThat(schema.inputShape()).isEqualTo(Shape.of(1, 28, 28));
    assertThat(schema.encodedShape()).isEqualTo(Shape.of(1, 28, 28));
    assertThat(schema.columns()).isEmpty();
    assertThat(schema.labels()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(mnist.bytes()).isEqualTo(16 + 10_000 * 784 + 8 + 10_000);
  }

  @Test
  void whatIsSaidOfTablesIsToldToBeUnheeded() {
    UploadFields said = Intake.fields("target", "y", "header", "false", "ignore", "x");

    assertThat(
            intake.read(images(30, 1, 2), Optional.of(labels(30)), said).description().warnings())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.code()).isEqualTo("fields_unheeded");
              assertThat(it.detail()).endsWith("by target, header, ignore");
            });
    assertThat(intake.images(images(30, 1, 2), labels(30)).description().warnings()).isEmpty();
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                intake.read(
                    images(30, 1, 2),
                    Optional.of(labels(30)),
                    Intake.fields("task", "regression")));
    assertThat(refusal.kind()).isEqualTo(ProblemKind.INVALID);
    assertThat(refusal.detail()).startsWith("task: images have classes");
  }

  @Test
  void rowsAreStoredAsTheyCame() throws NoSuchAlgorithmException {
    byte[] images = images(3000, 1, 2);
    byte[] labels = labels(3000);
    StoredContent content = intake.images(Intake.gzip(images), labels);

    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(images);
    digest.update(labels);
    assertThat(content.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
    List<List<Object>> rows = intake.rows(content);
    assertThat(rows).hasSize(3000);
    for (int row : new int[] {0, 1023, 1024, 2999}) {
      assertThat((int[][]) rows.get(row).get(0)).isDeepEqualTo(new int[][] {{row & 0xff, 7}});
      assertThat(rows.get(row).get(1)).isEqualTo(row % 3 == 0 ? "5" : "200");
    }
    assertThat(content.description().schema().classes())
        .containsExactly(new ClassCount("5", 1000), new ClassCount("200", 2000));
  }

  @Test
  void headersThatLieAreRefused() {
    byte[] images = images(30, 2, 2);
    byte[] labels = labels(30);

    assertThat(detail(images, labels(29))).isEqualTo("there are 30 images, but 29 labels");
    assertThat(detail(Arrays.copyOf(images, images.length - 1), labels))
        .isEqualTo("the images end before what their header says");
    assertThat(detail(Arrays.copyOf(images, images.length + 1), labels))
        .isEqualTo("the images go on after what their header says");
    assertThat(detail(images, Arrays.copyOf(labels, labels.length - 1)))
        .isEqualTo("the labels end before what their header says");
    assertThat(detail(images, Arrays.copyOf(labels, labels.length + 1)))
        .isEqualTo("the labels go on after what their header says");
    assertThat(detail(header(3, 30, 2), labels))
        .isEqualTo("the images end before what their header says");
    assertThat(detail(header(1, 30), labels)).contains("magic number is 00000801");
    assertThat(detail(images, images)).startsWith("the labels are not IDX");
    assertThat(detail(header(3, 1 << 31, 28, 28), header(1, 1 << 31)))
        .isEqualTo("dimension 1 of the images is 2147483648");
    assertThat(detail(header(3, Integer.MAX_VALUE, 28, 28), header(1, Integer.MAX_VALUE)))
        .isEqualTo("the images end before what their header says");
    assertThat(detail(header(3, 10, 0, 28), header(1, 10)))
        .isEqualTo("dimension 2 of the images is 0");
    assertThat(detail(header(3, 0, 28, 28), header(1, 0)))
        .isEqualTo("dimension 1 of the images is 0");
    byte[] oneClass = labels.clone();
    Arrays.fill(oneClass, 8, oneClass.length, (byte) 4);
    assertThat(detail(images, oneClass)).contains("one class only");
  }

  @Test
  void imagesLargerThanAnythingAreTooLarge() {
    byte[] overflow = header(3, 10, 1 << 16, 1 << 16);

    assertThat(refusal(overflow, Optional.of(header(1, 10))).kind())
        .isEqualTo(ProblemKind.TOO_LARGE);
  }

  @Test
  void filesOfTheWrongFormAreRefused() {
    assertThat(Intake.errors(refusal(images(3, 2, 2), Optional.empty())))
        .containsExactly(
            new FileError(null, null, "the file holds IDX images, and the part labels is missing"));
    assertThat(Intake.errors(refusal(Intake.example("iris.csv"), Optional.of(labels(150)))))
        .containsExactly(
            new FileError(
                null, null, "the part labels goes with IDX or NPY arrays, which file is not"));
  }

  @Test
  void decompressedImagesCountAgainstTheLimit() {
    Intake small = new Intake(Intake.limits(DataSize.ofKilobytes(10), DataSize.ofKilobytes(64)));

    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () -> small.images(Intake.gzip(images(10_000, 2, 2)), labels(10_000)));

    assertThat(refusal.kind()).isEqualTo(ProblemKind.TOO_LARGE);
  }

  private String detail(byte[] images, byte[] labels) {
    return Intake.errors(refusal(images, Optional.of(labels))).getFirst().detail();
  }

  private ProblemException refusal(byte[] images, Optional<byte[]> labels) {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class, () -> intake.read(images, labels, Intake.NO_FIELDS));
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(intake.blobs.size()).isZero();
    return refusal;
  }

  /** Each image begins with its number, modulo 256, and is 7 elsewhere. */
  static byte[] images(int count, int height, int width) {
    byte[] header = header(3, count, height, width);
    byte[] file = Arrays.copyOf(header, header.length + count * height * width);
    Arrays.fill(file, header.length, file.length, (byte) 7);
    for (int i = 0; i < count; i++) {
      file[header.length + i * height * width] = (byte) i;
    }
    return file;
  }

  /** Each third label is 5, the others 200. */
  static byte[] labels(int count) {
    byte[] header = header(1, count);
    byte[] file = Arrays.copyOf(header, header.length + count);
    for (int i = 0; i < count; i++) {
      file[header.length + i] = (byte) (i % 3 == 0 ? 5 : 200);
    }
    return file;
  }

  private static byte[] header(int dimensions, int... sizes) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length);
    header.putInt(0x800 + dimensions);
    for (int size : sizes) {
      header.putInt(size);
    }
    return header.array();
  }
}
