package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.descent.web.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes, reading ends soon, in rows that agree with their description or a refusal.
 */
class IntakeFuzzTest {

  private static final int ROUNDS = 400;
  private static final byte[] TELLING = "\",;\t\r\n\0eE+-.0 \u00ff".getBytes(UTF_8);

  private final Intake intake = new Intake();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedTablesAreReadOrRefused(long seed) {
    byte[] iris = Intake.example("iris.csv");
    byte[] text = "a;b;c\r\n\"x\"\"y\";1e3;ü\r\n;-2.5;z\r\n\"l\nm\";.5;ü\r\n".getBytes(UTF_8);
    fuzz(
        seed,
        random -> {
          read(damaged(iris, random), Optional.empty());
          read(damaged(text, random), Optional.empty());
          read(damaged(Intake.gzip(iris), random), Optional.empty());
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void damagedImagesAreReadOrRefused(long seed) {
    byte[] images = IdxIntakeTest.images(20, 3, 3);
    byte[] labels = IdxIntakeTest.labels(20);
    fuzz(
        seed,
        random -> {
          read(damaged(images, random), Optional.of(labels));
          read(images, Optional.of(damaged(labels, random)));
          read(damaged(Intake.gzip(images), random), Optional.of(damaged(labels, random)));
        });
  }

  @Test
  void damagedFilesOfEveryFormAreReadOrRefused() throws IOException {
    assertThat(Fuzzing.all(Duration.ofSeconds(5), 7)).isGreaterThan(100);
  }

  private interface Attempt {
    void with(Random random);
  }

  private static void fuzz(long seed, Attempt attempt) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10), () -> attempt.with(random), "seed " + seed + ", round " + round);
    }
  }

  private void read(byte[] file, Optional<byte[]> labels) {
    StoredContent content;
    try {
      content = intake.read(file, labels, Intake.NO_FIELDS);
    } catch (ProblemException refusal) {
      assertThat(refusal.kind().status().is4xxClientError()).isTrue();
      return;
    }
    Schema schema = content.description().schema();
    assertThat(intake.rows(content)).hasSize((int) schema.rows());
    DescriptionJson json = new DescriptionJson();
    assertThat(json.convertToEntityAttribute(json.convertToDatabaseColumn(content.description())))
        .isEqualTo(content.description());
    for (RowBlock block : intake.blocks(content)) {
      assertThat(Arrays.stream(block.labels()).limit(block.rows()))
          .allMatch(label -> label >= 0 && label < schema.classes().size());
    }
  }

  private static byte[] damaged(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 1 -> set(bytes, at, (byte) random.nextInt());
            case 2 -> set(bytes, at, TELLING[random.nextInt(TELLING.length)]);
            case 3 -> Arrays.copyOf(bytes, Math.max(1, at));
            default -> twice(bytes, at, random.nextInt(40));
          };
    }
    return bytes;
  }

  private static byte[] set(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private static byte[] twice(byte[] bytes, int from, int most) {
    int length = Math.min(most, bytes.length - from);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
    System.arraycopy(bytes, from, longer, from + length, bytes.length - from);
    return longer;
  }
}
