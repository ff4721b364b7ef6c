package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.engine.Metrics;
import io.descent.engine.Samples;
import io.descent.model.ModelMetrics.Bin;
import io.descent.model.ModelMetrics.ClassQuality;
import io.descent.model.ModelMetrics.CurvePoint;
import io.descent.model.ModelMetrics.NumberQuality;
import io.descent.model.RankedScores.Measured;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metrics against numbers of scikit-learn, and what is counted together against what is sorted. */
class MetricsTest {

  private static final double ROOM = 1e-6;

  private static List<JsonNode> cases() throws IOException {
    try (InputStream in = MetricsTest.class.getResourceAsStream("/oracles/metrics.json")) {
      return new JsonMapper()
          .readTree(Objects.requireNonNull(in))
          .get("cases")
          .valueStream()
          .toList();
    }
  }

  static Stream<JsonNode> classes() throws IOException {
    return cases().stream().filter(it -> it.has("probabilities"));
  }

  static Stream<JsonNode> numbers() throws IOException {
    return cases().stream().filter(it -> it.has("mae"));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void classesAreMeasuredAsScikitLearnDoes(JsonNode expected) {
    int count = expected.get("classes").intValue();
    List<String> labels = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    Confusion confusion = new Confusion(labels);
    JsonNode t = expected.get("t");
    ClassScores scores = new ClassScores(count, t.size(), true);
    for (int row = 0; row < t.size(); row++) {
      float[] p = floats(expected.get("probabilities").get(row));
      confusion.add(t.get(row).intValue(), Metrics.argmax(p, 0, p.length));
      scores.add(p, t.get(row).intValue());
    }
    ClassQuality quality = scores.quality(confusion, true);

    assertThat(confusion.accuracy()).isCloseTo(number(expected, "accuracy"), within(ROOM));
    assertThat(quality.balancedAccuracy())
        .isCloseTo(number(expected, "balanced_accuracy"), within(ROOM));
    assertThat(quality.logLoss()).isCloseTo(number(expected, "log_loss"), within(ROOM));
    assertThat(quality.macroF1()).isCloseTo(number(expected, "macro_f1"), within(ROOM));
    assertThat(quality.mcc()).isCloseTo(number(expected, "mcc"), within(ROOM));
    assertThat(quality.brier()).isCloseTo(number(expected, "brier"), within(ROOM));
    assertThat(confusion.matrix().toString().replace(" ", ""))
        .isEqualTo(expected.get("confusion_matrix").toString());
    if (expected.get("roc_auc").isNull()) {
      assertThat(quality.rocAuc()).isNull();
      assertThat(quality.prAuc()).isNull();
    } else {
      assertThat(quality.rocAuc()).isCloseTo(number(expected, "roc_auc"), within(ROOM));
      assertThat(quality.prAuc()).isCloseTo(number(expected, "pr_auc"), within(ROOM));
    }
    assertThat(quality.error()).isZero();
    if (count == 2) {
      requireTrue(Objects.requireNonNull(quality.curve()), expected);
    } else {
      assertThat(quality.curve()).isNull();
    }
  }

  /** Each point says what its threshold does. */
  private static void requireTrue(List<CurvePoint> curve, JsonNode rows) {
    assertThat(curve).hasSizeBetween(3, 101).doesNotHaveDuplicates();
    assertThat(curve.getFirst().threshold()).isZero();
    assertThat(curve.getFirst().recall()).isEqualTo(1);
    assertThat(curve.getFirst().falsePositiveRate()).isEqualTo(1);
    assertThat(curve.getLast()).isEqualTo(new CurvePoint(1, 1, 0, 0));
    for (CurvePoint point : curve) {
      int[] counts = new int[4];
      for (int row = 0; row < rows.get("t").size(); row++) {
        float p = floats(rows.get("probabilities").get(row))[1];
        int actual = rows.get("t").get(row).intValue();
        counts[2 * actual + (p >= point.threshold() ? 1 : 0)]++;
      }
      assertThat(point.recall()).isEqualTo((double) counts[3] / (counts[2] + counts[3]));
      assertThat(point.falsePositiveRate()).isEqualTo((double) counts[1] / (counts[0] + counts[1]));
      if (counts[1] + counts[3] > 0) {
        assertThat(point.precision()).isEqualTo((double) counts[3] / (counts[1] + counts[3]));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void numbersAreMeasuredAsScikitLearnDoes(JsonNode expected) {
    double[] t = doubles(expected.get("t"));
    double[] y = doubles(expected.get("y"));
    Residuals residuals = new Residuals(targets(t));
    for (int row = 0; row < t.length; row++) {
      residuals.add(new float[] {(float) y[row]}, row);
    }
    NumberQuality quality = residuals.quality(1);

    assertThat(residuals.mse()).isCloseTo(number(expected, "mse"), within(1e-4));
    assertThat(residuals.mae()).isCloseTo(number(expected, "mae"), within(1e-5));
    assertThat(quality.medianAbsoluteError())
        .isCloseTo(number(expected, "median_absolute_error"), within(1e-5));
    if (expected.get("r2").isNull()) {
      assertThat(residuals.r2()).isNotFinite();
    } else {
      assertThat(residuals.r2()).isCloseTo(number(expected, "r2"), within(ROOM));
    }
    assertThat(quality.residuals()).hasSize(30);
    assertThat(quality.residuals().stream().mapToLong(Bin::rows).sum()).isEqualTo(t.length);
  }

  @Test
  void theIntervalIsWilsons() {
    Confusion confusion = new Confusion(List.of("no", "yes"));
    for (int row = 0; row < 10; row++) {
      confusion.add(1, row < 9 ? 1 : 0);
    }
    assertThat(confusion.accuracyInterval().get(0)).isCloseTo(0.5958499, within(ROOM));
    assertThat(confusion.accuracyInterval().get(1)).isCloseTo(0.9821238, within(ROOM));
    assertThat(confusion.mcc()).isZero();
  }

  /** Sure of itself, so that most scores are near an end; and with scores that are equal. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 12, 60})
  void aMillionRowsAreRankedWithinTheErrorTold(double sureness) {
    int rows = 1_000_000;
    Random random = new Random(7);
    RankedScores counted = new RankedScores(rows, 1, true);
    long[] keys = new long[rows];
    for (int row = 0; row < rows; row++) {
      boolean positive = random.nextInt(20) == 0;
      double logit = sureness * (random.nextGaussian() + (positive ? 1 : -1));
      float p = (float) (1 / (1 + Math.exp(-logit)));
      counted.add(p, positive);
      keys[row] = (long) Float.floatToIntBits(p) << 1 | (positive ? 1 : 0);
    }
    double[] sorted = sorted(keys);
    Measured roc = counted.rocAuc();
    Measured pr = counted.prAuc();
    assertThat(roc.error()).isLessThan(1e-3);
    assertThat(pr.error()).isLessThan(1e-3);
    assertThat(roc.value()).isCloseTo(sorted[0], within(roc.error() + 1e-12));
    assertThat(pr.value()).isCloseTo(sorted[1], within(pr.error() + 1e-12));
    assertThat(counted.curve()).hasSizeLessThanOrEqualTo(101);
  }

  /** Both areas of scores from 0 to 1, by sorting them. */
  private static double[] sorted(long[] keys) {
    Arrays.sort(keys);
    double roc = 0;
    double pr = 0;
    long p = 0;
    long n = 0;
    int at = keys.length - 1;
    while (at >= 0) {
      long key = keys[at] >> 1;
      long pBefore = p;
      long nBefore = n;
      for (; at >= 0 && keys[at] >> 1 == key; at--) {
        p += keys[at] & 1;
        n += 1 - (keys[at] & 1);
      }
      roc += (n - nBefore) * (p + pBefore) / 2.0;
      pr += (double) (p - pBefore) * p / (p + n);
    }
    return new double[] {roc / ((double) p * n), pr / p};
  }

  @Test
  void aMillionResidualsHaveTheirMedianWithinTheErrorTold() {
    int rows = 1_000_000;
    Random random = new Random(7);
    double[] t = new double[rows];
    double[] sizes = new double[rows];
    Residuals residuals = new Residuals(targets(t));
    for (int row = 0; row < rows; row++) {
      float y = (float) (3 * random.nextGaussian());
      residuals.add(new float[] {y}, row);
      sizes[row] = Math.abs(y);
    }
    Arrays.sort(sizes);
    NumberQuality quality = residuals.quality(2);
    assertThat(quality.error()).isPositive().isLessThan(1e-2);
    double median = sizes[rows / 2 - 1] + sizes[rows / 2];
    assertThat(quality.medianAbsoluteError()).isCloseTo(median, within(2 * quality.error()));
    assertThat(quality.residuals().stream().mapToLong(Bin::rows).sum()).isEqualTo(rows);
  }

  private static Samples targets(double[] t) {
    return new Samples() {
      @Override
      public int rows() {
        return t.length;
      }

      @Override
      public int inputs() {
        return 0;
      }

      @Override
      public int targets() {
        return 1;
      }

      @Override
      public void input(int row, float[] into, int at) {}

      @Override
      public void target(int row, float[] into, int at) {
        into[at] = (float) t[row];
      }
    };
  }

  private static double number(JsonNode json, String name) {
    return json.get(name).doubleValue();
  }

  private static float[] floats(JsonNode row) {
    float[] floats = new float[row.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) row.get(i).doubleValue();
    }
    return floats;
  }

  private static double[] doubles(JsonNode row) {
    return row.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }
}
