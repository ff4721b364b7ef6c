package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimilarityOrderTest {

  @Test
  void rowsAreKeptInOrderWhereTheyAreAllAlikeOrFew() {
    assertThat(SimilarityOrder.order(List.of())).isEmpty();
    assertThat(SimilarityOrder.order(rows("11", "00", "11"))).containsExactly(0, 1, 2);
    assertThat(SimilarityOrder.order(rows("01", "01", "01", "01"))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void rowsAreHalvedByWhatTheyLookLike() {
    assertThat(SimilarityOrder.order(rows("100", "110", "100", "110", "101", "110")))
        .containsExactly(4, 0, 2, 1, 3, 5);
  }

  @Test
  void groupsShareMoreZerosThanBefore() {
    Random random = new Random(3);
    List<BitSet> rows = IntStream.range(0, 300).mapToObj(_ -> shape(random)).toList();

    int[] order = SimilarityOrder.order(rows);

    assertThat(IntStream.of(order).sorted().toArray())
        .containsExactly(IntStream.range(0, 300).toArray());
    int after = lit(IntStream.of(order).mapToObj(rows::get).toList());
    assertThat(after).isLessThan(lit(rows) * 9 / 10);
  }

  /** A run of 40 of 100 bits, with some left out. */
  private static BitSet shape(Random random) {
    BitSet bits = new BitSet();
    int from = random.nextInt(60);
    random.ints(30, from, from + 40).forEach(bits::set);
    return bits;
  }

  /** What is left of groups of three. */
  private static int lit(List<BitSet> rows) {
    int sum = 0;
    for (int i = 0; i < rows.size(); i += 3) {
      BitSet group = new BitSet();
      rows.subList(i, i + 3).forEach(group::or);
      sum += group.cardinality();
    }
    return sum;
  }

  private static List<BitSet> rows(String... rows) {
    return Stream.of(rows).map(SimilarityOrderTest::bits).toList();
  }

  private static BitSet bits(String row) {
    BitSet bits = new BitSet();
    IntStream.range(0, row.length()).filter(i -> row.charAt(i) == '1').forEach(bits::set);
    return bits;
  }
}
