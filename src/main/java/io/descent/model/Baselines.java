package io.descent.model;

import io.descent.dataset.EncodedParts;
import io.descent.dataset.Encoding;
import io.descent.engine.LeastSquares;
import io.descent.engine.LossSpec;
import io.descent.engine.Network;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import io.descent.model.ModelMetrics.Baseline;
import io.descent.model.ModelMetrics.Leakage;
import io.descent.model.ModelMetrics.PartMetrics;
import io.descent.model.ModelMetrics.Parts;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a network is held against: a constant answer and a linear one, fitted on the same training
 * rows and measured on the same parts. The same rows give the same bits.
 */
public final class Baselines {

  /** The distance from 0 that a probability keeps in a logarithm. */
  private static final double CLIP = 0x1p-52;

  private final EncodedParts parts;
  private final LossSpec loss;
  private final Runnable look;
  private final float[] target;
  private final double[] wanted;

  private Baselines(EncodedParts parts, LossSpec loss, Runnable look) {
    this.parts = parts;
    this.loss = loss;
    this.look = look;
    target = new float[parts.train().targets()];
    Encoding encoding = parts.encoding();
    wanted = new double[encoding.task() == Task.CLASSIFICATION ? encoding.classes().size() : 1];
  }

  /**
   * The constant answer, which is known before there is a network.
   *
   * @param loss of the network: decides the form of the targets, and what the baselines' loss is
   * @param look called for each row, to give up where it throws
   */
  public static Parts constant(EncodedParts parts, LossSpec loss, Runnable look) {
    return new Baselines(parts, loss, look).constant();
  }

  /**
   * The linear answer beside the constant one.
   *
   * @param constant of the same parts and loss
   * @param look called for each row, to give up where it throws
   * @param heavy runs what takes long and looks at no row; may throw before that has ended
   */
  public static Baseline of(
      EncodedParts parts, LossSpec loss, Parts constant, Runnable look, Consumer<Runnable> heavy) {
    Baselines baselines = new Baselines(parts, loss, look);
    int inputs = parts.train().inputs();
    double flops = LeastSquares.flops(parts.train().rows(), inputs, baselines.wanted.length);
    if (!LeastSquares.isAffordable(parts.train().rows(), inputs, baselines.wanted.length)) {
      String reason = "least squares on %d rows of %d inputs would take %.1e FLOPs, more than %.0e";
      return new Baseline(
          constant,
          null,
          reason.formatted(parts.train().rows(), inputs, flops, LeastSquares.MOST_FLOPS));
    }
    return new Baseline(constant, baselines.linear(heavy), null);
  }

  /** Rows of the other parts that are training rows too. */
  public static Leakage leakage(EncodedParts parts, Runnable look) {
    return new Leakage(
        LeakedRows.count(parts.train(), parts.test(), look),
        LeakedRows.count(parts.train(), parts.validation(), look));
  }

  private Parts constant() {
    float[] answer = mean();
    return measured(true, (_, _, into) -> System.arraycopy(answer, 0, into, 0, into.length));
  }

  /** Of the targets, or the shares of the classes. */
  private float[] mean() {
    Samples train = parts.train();
    double[] sum = new double[wanted.length];
    for (int row = 0; row < train.rows(); row++) {
      look.run();
      read(train, row);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += wanted[k];
      }
    }
    float[] mean = new float[sum.length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) (sum[k] / train.rows());
    }
    return mean;
  }

  private Parts linear(Consumer<Runnable> heavy) {
    double[][] weights = fit(heavy);
    float[] x = new float[parts.train().inputs()];
    return measured(
        false,
        (samples, row, into) -> {
          samples.input(row, x, 0);
          answer(weights, x, into);
        });
  }

  private double[][] fit(Consumer<Runnable> heavy) {
    Samples train = parts.train();
    LeastSquares squares = new LeastSquares(train.inputs(), wanted.length);
    float[] input = new float[train.inputs()];
    double[] x = new double[train.inputs()];
    for (int row = 0; row < train.rows(); row++) {
      look.run();
      if (squares.isFull()) {
        heavy.accept(squares::reduce);
      }
      train.input(row, input, 0);
      for (int j = 0; j < x.length; j++) {
        x[j] = input[j];
      }
      read(train, row);
      squares.add(x, wanted);
    }
    double[][][] weights = new double[1][][];
    heavy.accept(() -> weights[0] = squares.weights());
    return weights[0];
  }

  /** The intercept is the last of the weights. */
  private static void answer(double[][] weights, float[] x, float[] into) {
    for (int k = 0; k < into.length; k++) {
      double sum = weights[x.length][k];
      for (int j = 0; j < x.length; j++) {
        sum += x[j] * weights[j][k];
      }
      into[k] = (float) sum;
    }
  }

  /** The target of a row as numbers: one a class. */
  private void read(Samples samples, int row) {
    samples.target(row, target, 0);
    if (parts.encoding().task() == Task.REGRESSION) {
      wanted[0] = target[0];
      return;
    }
    int label = loss.label(target);
    for (int k = 0; k < wanted.length; k++) {
      wanted[k] = k == label ? 1 : 0;
    }
  }

  /** Answers a row. */
  private interface Rule {
    void answer(Samples samples, int row, float[] into);
  }

  private Parts measured(boolean constant, Rule rule) {
    return new Parts(
        measured(constant, rule, parts.train()),
        measured(constant, rule, parts.validation()),
        measured(constant, rule, parts.test()));
  }

  private @Nullable PartMetrics measured(boolean constant, Rule rule, Samples samples) {
    if (samples.rows() == 0) {
      return null;
    }
    boolean probabilities = constant && loss != LossSpec.MSE;
    return Evaluations.measure(
        (rows, outputs) -> evaluate(rule, probabilities, rows, outputs),
        loss,
        probabilities,
        parts.encoding(),
        samples,
        look);
  }

  /** The mean loss; none where it is of probabilities and the answers are not. */
  private @Nullable Double evaluate(
      Rule rule, boolean probabilities, Samples samples, Network.RowOutputs outputs) {
    float[] y = new float[wanted.length];
    double sum = 0;
    for (int row = 0; row < samples.rows(); row++) {
      rule.answer(samples, row, y);
      outputs.take(y, y, row);
      read(samples, row);
      sum += probabilities ? surprise(y) : halfSquares(y);
    }
    return probabilities || loss == LossSpec.MSE ? sum / samples.rows() : null;
  }

  private double surprise(float[] y) {
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum -= wanted[k] > 0 ? StrictMath.log(Math.clamp(y[k], CLIP, 1)) : 0;
    }
    return sum;
  }

  private double halfSquares(float[] y) {
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      double d = y[k] - wanted[k];
      sum += d * d;
    }
    return sum / 2;
  }
}
