package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.descent.dataset.EncodedParts;
import io.descent.dataset.Encoding;
import io.descent.engine.LeastSquares;
import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.model.ModelMetrics.Baseline;
import io.descent.model.ModelMetrics.PartMetrics;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselinesTest {

  private static final Samples NONE = new Rows(1, new float[0][]);

  /** Rows of inputs with the target last. */
  private record Rows(int inputs, float[][] values) implements Samples {

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public int targets() {
      return 1;
    }

    @Override
    public void input(int row, float[] into, int at) {
      System.arraycopy(values[row], 0, into, at, inputs);
    }

    @Override
    public void target(int row, float[] into, int at) {
      into[at] = values[row][inputs];
    }
  }

  private static Rows rows(float[]... values) {
    return new Rows(values[0].length - 1, values);
  }

  private static EncodedParts parts(Samples train, Samples validation, List<String> classes) {
    boolean numbers = classes.isEmpty();
    Encoding encoding =
        new Encoding(
            Shape.of(train.inputs()),
            Shape.of(train.inputs()),
            numbers ? Task.REGRESSION : Task.CLASSIFICATION,
            List.of(),
            List.of(),
            List.of(),
            classes,
            numbers ? new Encoding.TargetScale(5, 10) : Encoding.TargetScale.NONE);
    return new EncodedParts(
        encoding, train, validation, NONE, new int[train.rows()], List.of(), () -> {});
  }

  private static Baseline baseline(EncodedParts parts, LossSpec loss) {
    return Baselines.of(
        parts, loss, Baselines.constant(parts, loss, () -> {}), () -> {}, Runnable::run);
  }

  private static PartMetrics there(@Nullable PartMetrics part) {
    return Objects.requireNonNull(part);
  }

  @Test
  void theConstantNumberIsTheMeanAndALineIsFoundAsItIs() {
    Rows train = rows(new float[] {0, 1}, new float[] {1, 3}, new float[] {2, 5});
    Rows validation = rows(new float[] {4, 9}, new float[] {5, 10});
    Baseline found = baseline(parts(train, validation, List.of()), LossSpec.MSE);

    PartMetrics constant = there(found.constant().train());
    assertThat(constant.mse()).isCloseTo(100 * 8.0 / 3, within(1e-9));
    assertThat(constant.loss()).isCloseTo(50 * 8.0 / 3, within(1e-9));
    assertThat(constant.r2()).isCloseTo(0, within(1e-12));
    PartMetrics linear = there(Objects.requireNonNull(found.linear()).validation());
    assertThat(linear.mse()).isCloseTo(100 * 0.5, within(1e-3));
    assertThat(linear.mae()).isCloseTo(10 * 0.5, within(1e-4));
    assertThat(found.linear().test()).isNull();
  }

  @Test
  void theConstantClassIsTheMostFrequentWithTheSharesAsProbabilities() {
    Rows train =
        rows(new float[] {-2, 0}, new float[] {1, 1}, new float[] {2, 1}, new float[] {3, 1});
    Rows validation = rows(new float[] {-1, 0}, new float[] {2, 1});
    Baseline found = baseline(parts(train, validation, List.of("no", "yes")), LossSpec.SOFTMAX_CE);

    PartMetrics constant = there(found.constant().validation());
    assertThat(constant.accuracy()).isEqualTo(0.5);
    double logLoss = -(Math.log(0.25) + Math.log(0.75)) / 2;
    assertThat(constant.loss()).isCloseTo(logLoss, within(1e-12));
    assertThat(Objects.requireNonNull(constant.classes()).logLoss())
        .isCloseTo(logLoss, within(1e-12));
    PartMetrics linear = there(Objects.requireNonNull(found.linear()).validation());
    assertThat(linear.accuracy()).isEqualTo(1.0);
    assertThat(linear.loss()).isNull();
    assertThat(Objects.requireNonNull(linear.classes()).logLoss()).isNull();
    assertThat(Objects.requireNonNull(linear.classes()).rocAuc()).isEqualTo(1.0);
  }

  @Test
  void whatWouldTakeTooLongIsNotFittedAndSaysWhy() {
    Rows wide = new Rows(5000, new float[][] {new float[5001], new float[5001]});
    Baseline found = baseline(parts(wide, NONE, List.of()), LossSpec.MSE);

    assertThat(found.linear()).isNull();
    assertThat(found.linearReason()).contains("5000 inputs", "FLOPs");
    assertThat(there(found.constant().train()).mse()).isZero();
  }

  @Test
  void theCostCountsEachBlockAndTheSingularValues() {
    assertThat(LeastSquares.flops(8000, 64, 10)).isEqualTo(8 * 2 * 1099.0 * 75 * 75 + 22 * 274625);
  }

  @Test
  void aFitIsGivenUpWhereItIsAsked() {
    EncodedParts parts = parts(rows(new float[] {0, 1}, new float[] {1, 3}), NONE, List.of());

    assertThatThrownBy(
            () ->
                Baselines.of(
                    parts,
                    LossSpec.MSE,
                    Baselines.constant(parts, LossSpec.MSE, () -> {}),
                    () -> {},
                    _ -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void rowsThatTrainTooAreCountedWhateverIsHeldTogether(int together) {
    Rows train = rows(new float[] {0, 1}, new float[] {-0f, 1}, new float[] {1, 3});
    Rows asked =
        rows(new float[] {0, 1}, new float[] {1, 2}, new float[] {1, 3}, new float[] {1, 3});

    assertThat(LeakedRows.count(train, asked, () -> {}, together)).isEqualTo(3);
    assertThat(LeakedRows.count(train, NONE, () -> {}, together)).isZero();
  }
}
