package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricPointsTest {

  private static List<EpochRow> wave(int epochs) {
    return IntStream.rangeClosed(1, epochs)
        .mapToObj(
            epoch ->
                new EpochRow(
                    epoch,
                    new Scores(
                        epoch == 777 ? 99 : Math.sin(epoch),
                        Math.cos(epoch),
                        epoch == 888 ? -5.0 : Math.sin(epoch / 10.0),
                        epoch == 999 ? 7.0 : 0.5),
                    0.1,
                    epoch == 555 ? Double.NaN : 1,
                    0.01,
                    null))
        .toList();
  }

  @Test
  void aShortSeriesStays() {
    List<EpochRow> rows = wave(300);

    assertThat(MetricPoints.thin(rows, 300)).isSameAs(rows);
  }

  @Test
  void aLongSeriesKeepsItsEndsAndExtremesInOrder() {
    List<EpochRow> thinned = MetricPoints.thin(wave(10_000), 300);

    assertThat(thinned).hasSizeBetween(200, 300);
    assertThat(thinned)
        .extracting(EpochRow::epoch)
        .contains(1, 777, 888, 999, 10_000)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void noMoreThanAskedEvenIfThatIsFew() {
    assertThat(MetricPoints.thin(wave(1_000), 1)).extracting(EpochRow::epoch).containsExactly(1000);
    assertThat(MetricPoints.thin(wave(1_000), 5)).hasSize(5);
  }

  @Test
  void numbersThatAreNotFiniteAreNoExtremes() {
    List<EpochRow> rows =
        IntStream.rangeClosed(1, 50)
            .mapToObj(
                epoch ->
                    new EpochRow(
                        epoch,
                        new Scores(Double.NaN, Double.POSITIVE_INFINITY, null, null),
                        1,
                        1,
                        1,
                        null))
            .toList();

    assertThat(MetricPoints.thin(rows, 10)).extracting(EpochRow::epoch).contains(1, 50);
  }
}
