package io.descent.dataset;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.dataset.Column.Kind;
import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Shape;
import io.descent.engine.Split;
import io.descent.engine.Task;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EncodedPartsTest {

  private static final double[] LENGTHS = {1, 2, NaN, 4, 1000, 7};
  private static final int[] COLORS = {0, 1, 2, -1, 1, 0};
  private static final double[] WEIGHTS = {10, 20, 30, 40, 50, 60};
  private static final Split SPLIT =
      new Split(new int[] {0, 1, 2, 3}, new int[] {4}, new int[] {5});

  @Test
  void trainingRowsAloneDecideTheScale() {
    EncodedParts parts = table(Task.CLASSIFICATION, NumericScaling.STANDARDIZE, LossSpec.MSE);

    double mean = (1 + 2 + 4) / 3.0;
    double deviation =
        Math.sqrt(
            ((1 - mean) * (1 - mean) + (2 - mean) * (2 - mean) + (4 - mean) * (4 - mean)) / 3);
    assertThat(parts.encoding().numeric())
        .containsExactly(
            new Encoding.Numeric(
                "length",
                mean,
                mean,
                deviation,
                ColumnReading.PLAIN,
                new Encoding.Range(1, 4, deviation)));
    assertThat(input(parts.train(), 1)).containsExactly(0, 1, 0, (float) ((2 - mean) / deviation));
    assertThat(input(parts.validation(), 0))
        .containsExactly(0, 1, 0, (float) ((1000 - mean) / deviation));
  }

  @Test
  void aMissingNumberIsTheMeanAndAMissingCategoryIsNoCategory() {
    EncodedParts parts = table(Task.CLASSIFICATION, NumericScaling.NONE, LossSpec.SOFTMAX_CE);

    assertThat(input(parts.train(), 2)).containsExactly(0, 0, 1, (float) (7 / 3.0));
    assertThat(input(parts.train(), 3)).containsExactly(0, 0, 0, 4);
  }

  @Test
  void minmaxMapsTheTrainingRangeToZeroAndOne() {
    EncodedParts parts = table(Task.CLASSIFICATION, NumericScaling.MINMAX, LossSpec.SOFTMAX_CE);

    assertThat(input(parts.train(), 0)).endsWith(0);
    assertThat(input(parts.train(), 3)).endsWith(1);
    assertThat(input(parts.test(), 0)).endsWith(2);
  }

  @Test
  void theLossDecidesTheFormOfTheTargets() {
    assertThat(targets(table(Task.CLASSIFICATION, NumericScaling.NONE, LossSpec.SOFTMAX_CE)))
        .containsExactly(1);
    assertThat(targets(table(Task.CLASSIFICATION, NumericScaling.NONE, LossSpec.BCE_LOGITS)))
        .containsExactly(1);
    assertThat(targets(table(Task.CLASSIFICATION, NumericScaling.NONE, LossSpec.MSE)))
        .containsExactly(0, 1);
  }

  @Test
  void aRegressionTargetIsStandardizedAndTurnedBack() {
    EncodedParts parts = table(Task.REGRESSION, NumericScaling.NONE, LossSpec.MSE);

    Encoding.TargetScale scale = parts.encoding().target();
    assertThat(scale).isEqualTo(new Encoding.TargetScale(25, Math.sqrt(125)));
    float first = targets(parts)[0];
    assertThat(first).isEqualTo((float) ((20 - 25) / Math.sqrt(125)));
    assertThat(scale.decode(first)).isCloseTo(20, org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void aConstantColumnCountsOne() {
    double[] constant = {3.3, 3.3, 3.3, 3.3, 3.3, 3.3};
    for (NumericScaling scaling : List.of(NumericScaling.STANDARDIZE, NumericScaling.MINMAX)) {
      EncodedParts parts = load(constant, Task.CLASSIFICATION, scaling, LossSpec.SOFTMAX_CE);
      assertThat(parts.encoding().numeric().getFirst().scale()).isEqualTo(1);
      assertThat(input(parts.test(), 0)[3])
          .isCloseTo(0, org.assertj.core.data.Offset.offset(1e-6f));
    }
  }

  @Test
  void aColumnMissingInEveryTrainingRowIsZero() {
    double[] missing = {NaN, NaN, NaN, NaN, 5, 6};
    EncodedParts parts =
        load(missing, Task.CLASSIFICATION, NumericScaling.STANDARDIZE, LossSpec.SOFTMAX_CE);

    assertThat(parts.encoding().numeric().getFirst())
        .isEqualTo(new Encoding.Numeric("length", 0, 0, 1));
    assertThat(input(parts.train(), 0)).endsWith(0);
  }

  @Test
  void aSinglePredictionIsEncodedLikeARowOfTheDataSet() {
    EncodedParts parts =
        table(Task.CLASSIFICATION, NumericScaling.STANDARDIZE, LossSpec.SOFTMAX_CE);
    for (int row = 0; row < 4; row++) {
      float[] single = new float[6];
      parts.encoding().encode(new double[] {LENGTHS[row]}, new int[] {COLORS[row]}, single, 2);
      assertThat(java.util.Arrays.copyOfRange(single, 2, 6)).isEqualTo(input(parts.train(), row));
    }
  }

  @Test
  void pixelsAreDividedBy255() {
    Schema schema =
        new Schema(
            Schema.Format.IDX,
            Task.CLASSIFICATION,
            3,
            Shape.of(1, 1, 2),
            Shape.of(1, 1, 2),
            "label",
            List.of(),
            List.of(new ClassCount("0", 2), new ClassCount("1", 1)));
    byte[] pixels = {0, 1, 127, (byte) 128, (byte) 254, (byte) 255};
    RowBlock block =
        new RowBlock(
            0, 3, new double[0][], new int[0][], pixels, new int[] {0, 1, 0}, new double[0]);
    Split split = new Split(new int[] {0, 2}, new int[] {1}, new int[0]);

    EncodedParts parts =
        EncodedParts.load(
            rows(List.of(block)),
            schema,
            NumericScaling.STANDARDIZE,
            LossSpec.SOFTMAX_CE,
            "",
            _ -> split);

    assertThat(input(parts.train(), 1)).containsExactly((float) (254 / 255.0), 1);
    assertThat(input(parts.validation(), 0))
        .containsExactly((float) (127 / 255.0), (float) (128 / 255.0));
    float[] single = new float[2];
    parts.encoding().encodePixels(new double[] {127, 128}, single, 0);
    assertThat(single).isEqualTo(input(parts.validation(), 0));
    assertThat(parts.test().rows()).isZero();
  }

  /** Of 28 × 28 pixels 1024 rows lie together: the first are packed, those after them are not. */
  @Test
  void imagesMostlyOfZerosAreTheSamePixels() {
    int size = 28 * 28;
    int rows = 1500;
    byte[] pixels = new byte[rows * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          (byte) (i / size > 1100 || i % 7919 % 31 == 0 && i % size < 200 ? 1 + i % 255 : 0);
    }
    EncodedParts parts =
        images(28, pixels, new int[rows], IntStream.range(0, rows).toArray(), new int[0]);
    int[] order = IntStream.iterate(rows - 1, row -> row - 1).limit(rows).toArray();

    parts.train().prefetch(order, 0, rows);

    for (int row : order) {
      float[] expected = new float[size];
      for (int i = 0; i < size; i++) {
        expected[i] = (float) ((pixels[row * size + i] & 255) / 255.0);
      }
      assertThat(input(parts.train(), row)).containsExactly(expected);
    }
  }

  @Test
  void aFewSmallImagesOfZerosMayBeAnnounced() {
    EncodedParts parts = images(2, new byte[12], new int[3], new int[] {0, 1, 2}, new int[0]);

    parts.train().prefetch(new int[] {2, 0, 1}, 0, 3);

    assertThat(input(parts.train(), 2)).containsExactly(0, 0, 0, 0);
  }

  /** They come in turns of two kinds; those of the second are lit in more places. */
  @Test
  void imagesToBeMeasuredLieByTheirZeros() {
    int size = 28 * 28;
    int rows = 1100;
    byte[] pixels = new byte[rows * size];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 2;
      Arrays.fill(pixels, row * size, row * size + 1 + row % 2 * 300, (byte) 1);
      pixels[row * size + 1] = (byte) row;
      pixels[row * size + 2] = (byte) (row >> 8);
    }
    int[] none = new int[0];
    EncodedParts parts = images(28, pixels, labels, none, IntStream.range(0, rows).toArray());
    BitSet seen = new BitSet();
    int changes = 0;

    for (int i = 0; i < rows; i++) {
      float[] input = input(parts.validation(), i);
      int row = Math.round(input[1] * 255) + 256 * Math.round(input[2] * 255);
      float[] target = new float[1];
      parts.validation().target(i, target, 0);
      assertThat(target[0]).isEqualTo(row % 2);
      assertThat(input[299]).isEqualTo(row % 2 * (float) (1 / 255.0));
      seen.set(row);
      changes += i > 0 && target[0] != previous(parts, i) ? 1 : 0;
    }

    assertThat(seen.cardinality()).isEqualTo(rows);
    assertThat(changes).as("one in each slab, one between them").isEqualTo(3);
  }

  private static float previous(EncodedParts parts, int i) {
    float[] target = new float[1];
    parts.validation().target(i - 1, target, 0);
    return target[0];
  }

  private static EncodedParts images(
      int side, byte[] pixels, int[] labels, int[] train, int[] validation) {
    int rows = labels.length;
    Schema schema =
        new Schema(
            Schema.Format.IDX,
            Task.CLASSIFICATION,
            rows,
            Shape.of(1, side, side),
            Shape.of(1, side, side),
            "label",
            List.of(),
            List.of(new ClassCount("0", rows - 1), new ClassCount("1", 1)));
    RowBlock block =
        new RowBlock(0, rows, new double[0][], new int[0][], pixels, labels, new double[0]);
    return EncodedParts.load(
        rows(List.of(block)),
        schema,
        NumericScaling.NONE,
        LossSpec.SOFTMAX_CE,
        "",
        _ -> new Split(train, validation, new int[0]));
  }

  @Test
  void anEncodingSurvivesJson() {
    JsonMapper json = JsonMapper.builder().build();
    Encoding encoding =
        table(Task.CLASSIFICATION, NumericScaling.STANDARDIZE, LossSpec.SOFTMAX_CE).encoding();

    assertThat(json.readValue(json.writeValueAsString(encoding), Encoding.class))
        .isEqualTo(encoding);
  }

  private static EncodedParts table(Task task, NumericScaling scaling, LossSpec loss) {
    return load(LENGTHS, task, scaling, loss);
  }

  private static EncodedParts load(
      double[] lengths, Task task, NumericScaling scaling, LossSpec loss) {
    boolean classes = task == Task.CLASSIFICATION;
    Schema schema =
        new Schema(
            Schema.Format.CSV,
            task,
            6,
            Shape.of(2),
            Shape.of(4),
            "target",
            List.of(
                column("color", Kind.CATEGORICAL, List.of("blue", "green", "red")),
                column("length", Kind.NUMERIC, List.of()),
                column("target", Kind.TARGET, List.of())),
            classes ? List.of(new ClassCount("a", 3), new ClassCount("b", 3)) : List.of());
    List<RowBlock> blocks =
        List.of(
            block(lengths, classes, 0, 1),
            block(lengths, classes, 1, 4),
            block(lengths, classes, 5, 1));
    return EncodedParts.load(
        rows(blocks),
        schema,
        scaling,
        loss,
        "the first four",
        labels -> {
          assertThat(labels).hasSize(classes ? 6 : 0);
          return SPLIT;
        });
  }

  private static RowBlock block(double[] lengths, boolean classes, int from, int rows) {
    double[] numbers = new double[8];
    int[] colors = new int[8];
    int[] labels = new int[8];
    double[] values = new double[8];
    for (int i = 0; i < rows; i++) {
      numbers[i] = lengths[from + i];
      colors[i] = COLORS[from + i];
      labels[i] = (from + i) % 2;
      values[i] = WEIGHTS[from + i];
    }
    return new RowBlock(
        from,
        rows,
        new double[][] {numbers},
        new int[][] {colors},
        new byte[0],
        classes ? labels : new int[0],
        classes ? new double[0] : values);
  }

  private static Column column(String name, Kind kind, List<String> categories) {
    return new Column(name, kind, 0, null, null, null, categories);
  }

  private static Consumer<Consumer<RowBlock>> rows(List<RowBlock> blocks) {
    return blocks::forEach;
  }

  private static float[] input(Samples samples, int row) {
    float[] values = new float[samples.inputs()];
    samples.input(row, values, 0);
    return values;
  }

  /** The target of training row 1. */
  private static float[] targets(EncodedParts parts) {
    float[] values = new float[parts.train().targets()];
    parts.train().target(1, values, 0);
    return values;
  }
}
