package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.descent.dataset.Encoding.Categorical;
import io.descent.dataset.Encoding.Numeric;
import io.descent.dataset.Encoding.TargetScale;
import io.descent.dataset.TrainingData.Wanted;
import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Shape;
import io.descent.engine.Split;
import io.descent.engine.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedEncodingTest {

  private static final int ROWS = 900;
  private static final int WORDS = 7;

  /** word0, number0, word1, number1 */
  private final GeneratedDatasets datasets = GeneratedDatasets.ofTable(ROWS, 2, 2, WORDS);

  /** A number that moved, words of which one is not in the data, and a column that is gone. */
  private final Encoding known =
      new Encoding(
          Shape.of(3),
          Shape.of(5),
          Task.CLASSIFICATION,
          List.of(new Numeric("gone", 1, 1, 2), new Numeric("number0", 5, 4, 3)),
          List.of(new Categorical("word0", List.of("3", "absent", "1"))),
          List.of(0, -1, 1),
          List.of("b", "c"),
          TargetScale.NONE);

  private final CarriedEncoding carried =
      new CarriedEncoding(known, "target", datasets.facts().schema());

  @TempDir private Path folder;

  private EncodedParts load(Optional<CarriedEncoding> from, long mostInHeap) {
    Datasets.Facts facts =
        from.map(it -> datasets.facts().as(it.schema())).orElse(datasets.facts());
    Wanted wanted =
        new Wanted(
            facts,
            NumericScaling.STANDARDIZE,
            LossSpec.SOFTMAX_CE,
            "the rows",
            1,
            Optional.empty(),
            (_, _) -> Split.of(ROWS, new int[0], 0.2, 0.1, 5),
            Optional.empty(),
            from);
    TrainingData data = new TrainingData(datasets, new Scratch(folder, 1 << 30), mostInHeap);
    return data.hold(wanted).orElseThrow().load(() -> {});
  }

  @Test
  void columnsOfBothKeepTheScaleAndCategoriesThatAreAbsentStay() {
    try (EncodedParts fresh = load(Optional.empty(), Long.MAX_VALUE);
        EncodedParts parts = load(Optional.of(carried), Long.MAX_VALUE)) {
      Encoding encoding = parts.encoding();
      assertThat(encoding.numeric().get(0))
          .returns(5.0, Numeric::mean)
          .returns(4.0, Numeric::shift)
          .returns(3.0, Numeric::scale);
      assertThat(encoding.numeric().get(1)).isEqualTo(fresh.encoding().numeric().get(1));
      assertThat(encoding.categorical().get(0).categories())
          .containsExactly("0", "1", "2", "3", "4", "5", "6", "absent");
      assertThat(encoding.categorical().get(1)).isEqualTo(fresh.encoding().categorical().get(1));
      assertThat(encoding.encodedShape()).isEqualTo(Shape.of(2 + 2 * WORDS + 1));
    }
  }

  @Test
  void aRowIsTheSameWordsAndNumbersInAFileToo() {
    try (EncodedParts fresh = load(Optional.empty(), Long.MAX_VALUE);
        EncodedParts heap = load(Optional.of(carried), Long.MAX_VALUE);
        EncodedParts file = load(Optional.of(carried), 0)) {
      float[] before = new float[2 + 2 * WORDS];
      float[] after = new float[before.length + 1];
      float[] filed = new float[after.length];
      Numeric scale = fresh.encoding().numeric().get(0);
      for (int row = 0; row < heap.train().rows(); row++) {
        fresh.train().input(row, before, 0);
        input(heap.train(), row, after);
        input(file.train(), row, filed);
        assertThat(filed).isEqualTo(after);
        for (int word = 0; word < WORDS; word++) {
          assertThat(after[word]).isEqualTo(before[word]);
          assertThat(after[WORDS + 2 + word]).isEqualTo(before[WORDS + 1 + word]);
        }
        assertThat(after[WORDS]).as("absent").isZero();
        double number = before[WORDS] * scale.scale() + scale.shift();
        boolean missing = before[WORDS] == 0;
        assertThat((double) after[WORDS + 1])
            .isCloseTo(((missing ? 5 : number) - 4) / 3, withPercentage(0.01));
      }
    }
  }

  private static void input(Samples samples, int row, float[] into) {
    samples.input(row, into, 0);
  }

  @Test
  void inputsAndOutputsAreFoundByTheirNames() {
    // There: gone, word0 = 3, absent, 1, then number0
    assertThat(carried.inputs().sources())
        .containsExactly(-1, 3, -1, 1, -1, -1, -1, 2, 4, -1, -1, -1, -1, -1, -1, -1, -1);
    assertThat(carried.inputs().there()).isEqualTo(5);
    assertThat(carried.outputs(LossSpec.MSE, LossSpec.SOFTMAX_CE).sources()).containsExactly(-1, 0);
    assertThat(carried.outputs(LossSpec.BCE_LOGITS, LossSpec.SOFTMAX_CE).sources())
        .containsExactly(-1, -1);
    assertThat(carried.outputs(LossSpec.BCE_LOGITS, LossSpec.BCE_LOGITS).sources())
        .containsExactly(-1);
  }

  @Test
  void whatIsNotSharedIsNamed() {
    assertThat(carried.differences())
        .extracting(CarriedEncoding.Difference::detail)
        .containsExactly(
            "the column \"word0\" has the new category \"0\"",
            "the column \"word0\" has the new category \"2\"",
            "the column \"word0\" has the new category \"4\"",
            "the column \"word0\" has the new category \"5\"",
            "the column \"word0\" has the new category \"6\"",
            "the column \"word1\" is new",
            "the column \"number1\" is new",
            "the column \"gone\" of the model is not in the data set",
            "the class \"a\" is new",
            "the class \"c\" of the model is not in the data set");
  }

  @Test
  void imagesAreOtherThanTables() {
    CarriedEncoding images =
        new CarriedEncoding(known, "label", GeneratedDatasets.ofImages(10, 3).facts().schema());

    assertThat(images.differences().getFirst().detail())
        .isEqualTo("the model takes rows of a table");
    assertThat(images.inputs().sources()).hasSize(9).containsOnly(-1);
  }
}
