package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.descent.web.ProblemException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Damages files of every form that can be uploaded, and reads them: whatever the bytes, reading
 * ends soon, in rows that agree with their description or in a refusal. The suite does it for some
 * seconds; {@link #main} for as long as is asked.
 */
final class Fuzzing {

  private static final byte[] TELLING = "\",;\t\r\n\0eE+-.0 \u00ff".getBytes(UTF_8);

  private final Intake intake = new Intake();
  private final Random random;
  private final long seed;
  private long round;

  private Fuzzing(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** A file, perhaps with labels, and the fields that go with it. */
  record Specimen(byte[] file, Optional<byte[]> labels, UploadFields fields) {

    static Specimen of(byte[] file, String... fields) {
      return new Specimen(file, Optional.empty(), Intake.fields(fields));
    }
  }

  /** Minutes, 10 where none are given, and a seed, another each time where none is given. */
  public static void main(String... arguments) throws IOException {
    long minutes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    System.out.printf("Every reader for %d minutes, seed %d%n", minutes, seed);
    long rounds = new Fuzzing(seed).run(specimens(), Duration.ofMinutes(minutes));
    System.out.printf("%d damaged files, nothing found%n", rounds);
  }

  /** Files of all forms. */
  static long all(Duration time, long seed) throws IOException {
    return new Fuzzing(seed).run(specimens(), time);
  }

  static long parquet(Duration time, long seed) {
    return new Fuzzing(seed).run(parquets(), time);
  }

  private static List<Specimen> parquets() {
    List<Specimen> specimens = new ArrayList<>();
    for (String name : List.of("types", "types-v2-zstd", "types-gzip", "types-lz4", "nested")) {
      specimens.add(Specimen.of(ParquetIntakeTest.bytes(name + ".parquet")));
    }
    specimens.add(Specimen.of(ParquetIntakeTest.bytes("old-timestamps.parquet")));
    ParquetBytes plain = new ParquetBytes();
    plain.indexed = true;
    specimens.add(Specimen.of(plain.write(new double[] {1, 2, 3}, List.of("a", "b", "a"))));
    return specimens;
  }

  private static List<Specimen> specimens() throws IOException {
    List<Specimen> specimens = new ArrayList<>(parquets());
    specimens.addAll(tables());
    specimens.addAll(arrays());
    Map<String, byte[]> files = new TreeMap<>();
    files.put("cat/1.png", FormatsTest.image("png", BufferedImage.TYPE_BYTE_GRAY, 5, 4));
    files.put("cat/2.bmp", FormatsTest.image("bmp", BufferedImage.TYPE_BYTE_GRAY, 5, 4));
    files.put("dog/1.jpg", FormatsTest.image("jpg", BufferedImage.TYPE_BYTE_GRAY, 5, 4));
    files.put("dog/2.gif", FormatsTest.image("gif", BufferedImage.TYPE_BYTE_GRAY, 5, 4));
    specimens.add(Specimen.of(FormatsTest.zip(files)));
    return specimens;
  }

  private static List<Specimen> tables() throws IOException {
    byte[] iris = Intake.example("iris.csv");
    byte[] quoted = "a;b;c\r\n\"x\"\"y\";1e3;ü\r\n;-2.5;z\r\n\"l\nm\";.5;ü\r\n".getBytes(UTF_8);
    String spelled = "d;n;p;t\n2024-01-05;1.234,5;€ 3,50;a\n2024-02-29T10:00Z;2.000,0;4,25 €;b\n";
    return List.of(
        Specimen.of(iris),
        Specimen.of(Intake.gzip(iris)),
        Specimen.of(FormatsTest.zip(Map.of("iris.csv", iris))),
        Specimen.of(quoted),
        Specimen.of(spelled.getBytes(UTF_8)),
        Specimen.of(("\ufeff" + spelled).getBytes(UTF_16LE)),
        Specimen.of(
            "18.0   8  307.0\t\"a b\"\n15.0   ?  350.0\t\"c\"\n".getBytes(UTF_8),
            "header",
            "false"),
        Specimen.of(field("digits-pixels.csv"), "target", "label", "image", "1,8,8"),
        Specimen.of(
            "a,part,y\n1,train,u\n2,test,v\n3,validation,u\n".getBytes(UTF_8), "split", "part"));
  }

  private static List<Specimen> arrays() {
    List<Specimen> specimens = new ArrayList<>();
    byte[] labels = IdxIntakeTest.labels(20);
    for (byte[] images : List.of(IdxIntakeTest.images(20, 3, 3), IdxIntakeTest.images(20, 4, 2))) {
      specimens.add(new Specimen(images, Optional.of(labels), Intake.NO_FIELDS));
      specimens.add(new Specimen(Intake.gzip(images), Optional.of(labels), Intake.NO_FIELDS));
    }
    for (String name : List.of("floats", "big_endian", "half")) {
      specimens.add(
          new Specimen(array(name + ".npy"), Optional.of(array("words.npy")), Intake.NO_FIELDS));
    }
    for (String name : List.of("images", "colours", "parts")) {
      specimens.add(Specimen.of(array(name + ".npz")));
    }
    return specimens;
  }

  private static byte[] array(String name) {
    return resource("/arrays/" + name);
  }

  private static byte[] field(String name) {
    return resource("/field/" + name);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Fuzzing.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long run(List<Specimen> specimens, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      round++;
      Specimen specimen = specimens.get(random.nextInt(specimens.size()));
      boolean labels = specimen.labels().isPresent() && random.nextBoolean();
      byte[] file = labels ? specimen.file() : damaged(specimen.file());
      Optional<byte[]> with = labels ? specimen.labels().map(this::damaged) : specimen.labels();
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> read(file, with, specimen.fields()),
          () -> "seed " + seed + ", round " + round);
    }
    return round;
  }

  private void read(byte[] file, Optional<byte[]> labels, UploadFields fields) {
    StoredContent content;
    try {
      content = intake.read(file, labels, fields);
    } catch (ProblemException refusal) {
      assertThat(refusal.kind().status().is4xxClientError()).isTrue();
      return;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ", round " + round, e);
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

  private byte[] damaged(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 1 -> set(bytes, at, (byte) random.nextInt());
            case 2 -> set(bytes, at, TELLING[random.nextInt(TELLING.length)]);
            case 3 -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, Math.max(1, at)) : bytes;
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
