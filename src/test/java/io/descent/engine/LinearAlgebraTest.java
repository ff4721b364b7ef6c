package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LinearAlgebraTest {

  static Stream<JsonNode> cases() {
    try (InputStream in = Oracle.class.getResourceAsStream("/oracles/linear_algebra.json")) {
      return JsonMapper.builder().build().readTree(in).get("cases").valueStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void componentsAreThoseOfAnotherImplementation(JsonNode given) {
    PrincipalComponents found = PrincipalComponents.of(matrix(given.get("x")), 2);

    agree(found.components(), matrix(given.get("components")));
    agree(found.projection(), matrix(given.get("projection")));
    agree(
        new double[][] {found.explained()},
        new double[][] {row(given.get("explained_variance_ratio"))});
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leastSquaresFitAsThoseOfAnotherImplementation(JsonNode given) {
    double[][] x = matrix(given.get("x"));
    double[][] y = matrix(given.get("y"));
    LeastSquares squares = new LeastSquares(x[0].length, y[0].length);
    for (int i = 0; i < x.length; i++) {
      squares.add(x[i], y[i]);
    }

    double[][] weights = squares.weights();

    agree(fitted(x, weights), matrix(given.get("fitted")));
    if (!given.get("weights").isNull()) {
      agree(weights, matrix(given.get("weights")));
    }
  }

  /** All that is allocated on the way is more than what is held at a time. */
  @ParameterizedTest
  @CsvSource({"4, 3", "64, 10", "300, 2", "3, 400"})
  void aFitHoldsNoMoreThanItSays(int inputs, int outputs) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    fed(inputs, outputs).weights();
    long start = threads.getCurrentThreadAllocatedBytes();
    new LeastSquares(inputs, outputs);
    long held = threads.getCurrentThreadAllocatedBytes() - start;
    LeastSquares squares = fed(inputs, outputs);
    start = threads.getCurrentThreadAllocatedBytes();
    squares.reduce();
    long reducing = threads.getCurrentThreadAllocatedBytes() - start;
    squares = fed(inputs, outputs);
    start = threads.getCurrentThreadAllocatedBytes();
    squares.weights();
    long solving = threads.getCurrentThreadAllocatedBytes() - start - reducing;

    long most = LeastSquares.memory(inputs, outputs);
    assertThat(held + Math.max(reducing, solving)).isBetween(most / 2, most);
  }

  private static LeastSquares fed(int inputs, int outputs) {
    SplittableRandom random = new SplittableRandom(1);
    LeastSquares squares = new LeastSquares(inputs, outputs);
    while (!squares.isFull()) {
      squares.add(random.doubles(inputs).toArray(), random.doubles(outputs).toArray());
    }
    return squares;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64, 100})
  void inputsThatAreAlwaysZeroHideNoOthers(int inputs) {
    SplittableRandom random = new SplittableRandom(5);
    LeastSquares squares = new LeastSquares(inputs, 1);
    for (int i = 0; i < 3 * inputs; i++) {
      double[] x = new double[inputs];
      for (int j = 1; j < inputs; j++) {
        x[j] = j % 4 == 0 ? 0 : random.nextGaussian();
      }
      squares.add(x, new double[] {3 * x[1] - x[2] + 0.5});
    }

    double[][] weights = squares.weights();

    assertThat(weights[1][0]).isCloseTo(3, within(1e-9));
    assertThat(weights[2][0]).isCloseTo(-1, within(1e-9));
    assertThat(weights[0][0]).isCloseTo(0, within(1e-9));
    assertThat(weights[inputs][0]).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void blocksOfRowsAreOneProblem() {
    LeastSquares squares = new LeastSquares(2, 1);
    for (int i = 0; i < 5000; i++) {
      double a = i % 97;
      double b = i % 89;
      squares.add(new double[] {a, b}, new double[] {3 * a - 2 * b + 7});
    }

    agree(squares.weights(), new double[][] {{3}, {-2}, {7}});
  }

  @Test
  void aConstantHasNoDirection() {
    PrincipalComponents found = PrincipalComponents.of(new double[][] {{1, 1}, {1, 1}}, 2);

    assertThat(found.explained()).containsOnly(0);
    assertThat(found.projection()).isDeepEqualTo(new double[][] {{0, 0}, {0, 0}});
  }

  private static double[][] fitted(double[][] x, double[][] weights) {
    return Arrays.stream(x)
        .map(
            row -> {
              double[] sums = weights[row.length].clone();
              for (int i = 0; i < row.length; i++) {
                for (int k = 0; k < sums.length; k++) {
                  sums[k] += row[i] * weights[i][k];
                }
              }
              return sums;
            })
        .toArray(double[][]::new);
  }

  private static void agree(double[][] found, double[][] expected) {
    double largest =
        Arrays.stream(expected).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    assertThat(found).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        assertThat(found[i][j]).isCloseTo(expected[i][j], within(1e-9 * Math.max(largest, 1e-3)));
      }
    }
  }

  private static double[][] matrix(JsonNode rows) {
    return rows.valueStream().map(LinearAlgebraTest::row).toArray(double[][]::new);
  }

  private static double[] row(JsonNode numbers) {
    return numbers.valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }
}
