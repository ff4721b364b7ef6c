package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void partsAreRoundedToRowsAndTheRestIsTrain() {
    Split split = Split.of(103, new int[0], 0.1, 0.15, 1);
    assertThat(split.validation()).hasSize(10).isSorted();
    assertThat(split.test()).hasSize(15).isSorted();
    assertThat(split.train()).hasSize(78).isSorted();
  }

  @Test
  void everyRowIsInOnePart() {
    int[] labels = IntStream.range(0, 90).map(r -> r % 4 == 0 ? 2 : r % 3).toArray();
    Split split = Split.of(90, labels, 0.2, 0.3, 7);
    int[] all =
        IntStream.concat(
                Arrays.stream(split.train()),
                IntStream.concat(Arrays.stream(split.validation()), Arrays.stream(split.test())))
            .sorted()
            .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, 90).toArray());
  }

  @Test
  void stratifiedPartsHaveTheirShareOfEachClass() {
    int[] labels = IntStream.range(0, 100).map(r -> r < 70 ? 0 : r < 90 ? 1 : 3).toArray();
    Split split = Split.of(100, labels, 0.1, 0.2, 3);
    assertThat(counts(split.validation(), labels)).containsExactly(7, 2, 0, 1);
    assertThat(counts(split.test(), labels)).containsExactly(14, 4, 0, 2);
  }

  private static int[] counts(int[] rows, int[] labels) {
    int[] counts = new int[4];
    Arrays.stream(rows).forEach(r -> counts[labels[r]]++);
    return counts;
  }

  @Test
  void anotherSeedGivesAnotherSplitAndTheSameSeedTheSame() {
    assertThat(Split.of(50, new int[0], 0.2, 0.2, 1).test())
        .isEqualTo(Split.of(50, new int[0], 0.2, 0.2, 1).test())
        .isNotEqualTo(Split.of(50, new int[0], 0.2, 0.2, 2).test());
  }

  @Test
  void partsOfTinyDataNeverExceedIt() {
    Split split = Split.of(1, new int[] {0}, 0.5, 0.5, 1);
    assertThat(split.validation().length + split.test().length + split.train().length).isEqualTo(1);
  }

  @Test
  void aClassOfOneRowTrains() {
    Split split = Split.of(5, new int[] {0, 0, 1, 0, 0}, 0.5, 0.25, 1);

    assertThat(split.train()).contains(2).hasSize(2);
  }

  @Test
  void theOldestRowsTrainAndTheNewestAreTested() {
    double[] times = {5, 1, Double.NaN, 4, 2, 3, 9, 8, 7, 6};

    Split split = Split.inOrder(times, 0.2, 0.3);

    assertThat(split.train()).containsExactly(1, 2, 3, 4, 5);
    assertThat(split.validation()).containsExactly(0, 9);
    assertThat(split.test()).containsExactly(6, 7, 8);
  }

  @Test
  void rowsOfTheSameTimeStayInTheirOrder() {
    double[] known = {1, 2, 2.5, 0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY};
    for (int seed = 0; seed < 200; seed++) {
      java.util.Random random = new java.util.Random(seed);
      double[] times = random.ints(seed % 23, 0, known.length).mapToDouble(i -> known[i]).toArray();
      List<Integer> order =
          IntStream.range(0, times.length)
              .boxed()
              .sorted(
                  java.util.Comparator.comparingDouble(
                      row -> Double.isNaN(times[row]) ? Double.NEGATIVE_INFINITY : times[row]))
              .toList();

      Split split = Split.inOrder(times, 0.3, 0.25);

      int trained = split.train().length;
      int validated = trained + split.validation().length;
      assertThat(split.train()).containsExactly(sorted(order.subList(0, trained)));
      assertThat(split.validation()).containsExactly(sorted(order.subList(trained, validated)));
      assertThat(split.test()).containsExactly(sorted(order.subList(validated, times.length)));
      assertThat(split.test()).hasSize((int) Math.floor(0.25 * times.length + 0.5));
    }
  }

  private static int[] sorted(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  @Test
  void rowsOfOneGroupStayTogether() {
    long[] groups = IntStream.range(0, 1000).mapToLong(row -> row * 31 % 97).toArray();

    Split split = Split.grouped(groups, 0.1, 0.2, 4);

    assertThat(groupsOf(split.train(), groups))
        .doesNotContainAnyElementsOf(groupsOf(split.validation(), groups))
        .doesNotContainAnyElementsOf(groupsOf(split.test(), groups));
    assertThat(groupsOf(split.test(), groups))
        .doesNotContainAnyElementsOf(groupsOf(split.validation(), groups));
    assertThat(split.validation().length).isBetween(90, 110);
    assertThat(split.test().length).isBetween(190, 210);
    assertThat(Split.grouped(groups, 0.1, 0.2, 4).test()).isEqualTo(split.test());
    assertThat(Split.grouped(groups, 0.1, 0.2, 5).test()).isNotEqualTo(split.test());
    assertThat(Split.grouped(new long[] {1, 1}, 0.5, 0.5, 1).train()).containsExactly(0, 1);
  }

  private static java.util.List<Long> groupsOf(int[] rows, long[] groups) {
    return Arrays.stream(rows).mapToObj(row -> groups[row]).distinct().toList();
  }

  @Test
  void partsMayBeGiven() {
    Split split = Split.given(new int[] {0, 2, 1, 0});

    assertThat(split.train()).containsExactly(0, 3);
    assertThat(split.validation()).containsExactly(2);
    assertThat(split.test()).containsExactly(1);
    assertThat(Split.given(new int[] {0, 0}).test()).isEmpty();
  }
}
