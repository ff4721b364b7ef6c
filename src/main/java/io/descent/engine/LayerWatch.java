package io.descent.engine;

import io.descent.engine.layer.Layer;
import io.descent.engine.layer.Relu;
import io.descent.engine.layer.Sigmoid;
import io.descent.engine.layer.Tanh;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures the layers of a net that is trained, at the end of an epoch: its last update, and the
 * outputs of up to 1 000 rows in inference mode. It reads only. Where an epoch costs little beside
 * that, only some epochs are measured; which ones follows from their numbers alone.
 */
final class LayerWatch {

  /** Rows whose outputs are looked at, at most. */
  private static final int ROWS = 1_000;

  /**
   * Rows that take some two hundred times as long to learn from as measuring: so many of the
   * smallest network, more with its parameters, and no more than the last, as wide layers learn
   * from a row for longer than its parameters are measured.
   */
  private static final int LEAST_EPOCH_ROWS = 12_288;

  private static final int PARAMETERS_A_ROW = 6;
  private static final int MOST_EPOCH_ROWS = 20_000;

  /** Of the rows learnt from in the meantime, those that are gone through once more: one in 100. */
  private static final int AGAIN = 100;

  private static final float END = 0.01f;
  private static final double MOSTLY = 0.95;
  private static final int FIGURES = 3;

  /** Of a layer: dead share, saturated share, update ratio; NaN where there is none. */
  private final double[][] figures;

  private final Net net;
  private final GradientNorm norm;
  private final int interval;

  /** Rows gone through once more, where no others are measured. */
  private final int again;

  private final int epochs;

  /** Of each layer the parameters that learn, and their values before the last update. */
  private final Parameter[][] learning;

  private final float[][][] before;

  /** Units that may still be dead or saturated, and of each unit the rows that speak against it. */
  private final int[] units;

  private final int[] against;
  private boolean resting;

  LayerWatch(Net net, GradientNorm norm, int trainRows, int epochs) {
    this.net = net;
    this.norm = norm;
    learning = new Parameter[net.layers().size()][];
    before = new float[learning.length][][];
    for (int i = 0; i < learning.length; i++) {
      List<Parameter> all = net.rules().isFrozen(i) ? List.of() : net.layers().get(i).parameters();
      learning[i] = all.toArray(Parameter[]::new);
      before[i] = all.stream().map(p -> new float[p.size()]).toArray(float[][]::new);
    }
    long parameters = net.learning().stream().mapToLong(Parameter::size).sum();
    long rows = Math.min(LEAST_EPOCH_ROWS + parameters / PARAMETERS_A_ROW, MOST_EPOCH_ROWS);
    interval = (int) Math.ceilDiv(rows, Math.max(1, trainRows));
    again = (int) Math.min(ROWS, Math.ceilDiv((long) interval * trainRows, AGAIN));
    this.epochs = epochs;
    int widest = net.layers().stream().mapToInt(it -> it.output().channels()).max().orElse(0);
    units = new int[widest];
    against = new int[widest];
    figures = new double[net.layers().size()][FIGURES];
    forget();
  }

  void forget() {
    for (double[] layer : figures) {
      Arrays.fill(layer, Double.NaN);
    }
  }

  /** Measures nothing while it rests, so that what measuring costs can be seen. */
  void rest(boolean rests) {
    resting = rests;
  }

  private boolean isDue(int epoch) {
    boolean chosen = epoch == 0 || epoch + 1 == epochs || (epoch + 1) % interval == 0;
    return chosen && !resting;
  }

  /**
   * Before an update, the last of an epoch or another.
   *
   * @param epoch from 0
   */
  void beforeUpdate(boolean last, int epoch) {
    if (!last) {
      return;
    }
    forget();
    for (int i = 0; i < learning.length && isDue(epoch); i++) {
      for (int k = 0; k < learning[i].length; k++) {
        learning[i][k].readInto(before[i][k]);
      }
    }
  }

  /** After it. */
  void afterUpdate(boolean last, int epoch) {
    for (int i = 0; last && i < figures.length && isDue(epoch); i++) {
      figures[i][2] = ratio(learning[i], before[i]);
    }
  }

  /** None of a layer that does not learn. Of the old values only their changes are left. */
  private double ratio(Parameter[] parameters, float[][] old) {
    double moved = 0;
    double size = 0;
    for (int i = 0; i < parameters.length; i++) {
      float[] now = norm.ordered(parameters[i]);
      float[] change = old[i];
      for (int k = 0; k < change.length; k++) {
        change[k] = now[k] - change[k];
      }
      size += norm.squares(now, change.length);
      moved += norm.squares(change, change.length);
    }
    return size > 0 ? Math.sqrt(moved) / Math.sqrt(size) : Double.NaN;
  }

  /** Looks at rows of a training part, where no other rows are measured at the end of an epoch. */
  void infer(int epoch, Samples train, int rows) {
    if (isDue(epoch)) {
      int samples = Math.min(Math.min(rows, again), train.rows());
      net.batch().load(train, 0, samples);
      net.infer(samples, this);
    }
  }

  /** A pass over the loaded rows in inference mode; its layers are looked at where it is time. */
  void infer(int epoch, boolean first, int samples) {
    if (first && isDue(epoch)) {
      net.infer(samples, this);
    } else {
      net.infer(samples);
    }
  }

  /** Looks at what a layer gave in inference mode. */
  void look(int index, Tensor y, int samples) {
    Layer layer = net.layers().get(index);
    int rows = Math.min(samples, ROWS) * layer.output().height() * layer.output().width();
    if (layer instanceof Relu) {
      figures[index][0] = share(y, rows, Float.MIN_VALUE, Float.POSITIVE_INFINITY, 1);
    } else if (layer instanceof Sigmoid || layer instanceof Tanh) {
      float low = layer instanceof Tanh ? -1 : 0;
      figures[index][1] = share(y, rows, low + END, 1 - END, MOSTLY);
    }
  }

  /**
   * The share of the units that were below {@code low} or above {@code high} in at least such a
   * part of the rows. A unit is left out as soon as that cannot be, mostly after a few rows.
   */
  private double share(Tensor y, int rows, float low, float high, double part) {
    float[] values = y.data();
    int left = y.columns();
    for (int c = 0; c < left; c++) {
      units[c] = c;
      against[c] = 0;
    }
    for (int r = 0; r < rows && left > 0; r++) {
      int stay = 0;
      for (int i = 0; i < left; i++) {
        int unit = units[i];
        float value = values[r * y.stride() + unit];
        against[unit] += value < low || value > high ? 0 : 1;
        if (rows - against[unit] >= part * rows) {
          units[stay++] = unit;
        }
      }
      left = stay;
    }
    return (double) left / y.columns();
  }

  /** Of the layers of which something was measured. */
  List<LayerFigures> figures() {
    List<LayerFigures> all = new ArrayList<>();
    for (int i = 0; i < figures.length; i++) {
      double[] of = figures[i];
      if (Arrays.stream(of).anyMatch(it -> !Double.isNaN(it))) {
        all.add(new LayerFigures(i, known(of[0]), known(of[1]), known(of[2])));
      }
    }
    return List.copyOf(all);
  }

  private static @Nullable Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Numbers that {@link #save} writes. */
  int numbers() {
    return figures.length * FIGURES;
  }

  void save(StateWriter out) throws IOException {
    for (double[] layer : figures) {
      for (double figure : layer) {
        out.number(figure);
      }
    }
  }

  void restore(StateReader in) throws IOException {
    for (double[] layer : figures) {
      for (int i = 0; i < FIGURES; i++) {
        layer[i] = in.real();
      }
    }
  }
}
