package io.descent.insight;

import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judges a training by its epochs as they come, and in the end by how simpler answers do. Holds a
 * bounded part of them; the same epochs give the same judgement, however often the training was
 * interrupted.
 */
public final class Diagnosis {

  private static final int WINDOW = 20;
  private static final double GROWN = 2;
  private static final double CLIP = 0x1p-52;
  private static final double ROUNDING = 1e-9;

  /**
   * How a simple answer does on the rows of a part.
   *
   * @param score accuracy or R²; NaN where the part has no rows
   * @param loss of the network's kind; NaN where there is none
   */
  public record Baseline(double score, double loss) {

    public static final Baseline NONE = new Baseline(Double.NaN, Double.NaN);

    /**
     * Of always answering with given shares of the classes: the likeliest class, or any of those
     * that are as likely, and the mean surprise.
     *
     * @param counts rows of each class
     */
    public static Baseline ofShares(List<Double> shares, long[] counts) {
      double most = shares.stream().mapToDouble(it -> it).max().orElse(0) * (1 - ROUNDING);
      double likeliest = shares.stream().filter(it -> it >= most).count();
      double rows = 0;
      double right = 0;
      double surprise = 0;
      for (int k = 0; k < counts.length; k++) {
        double share = k < shares.size() ? shares.get(k) : 0;
        rows += counts[k];
        right += share >= most ? counts[k] / likeliest : 0;
        surprise -= counts[k] == 0 ? 0 : counts[k] * StrictMath.log(Math.max(share, CLIP));
      }
      return new Baseline(right / rows, surprise / rows);
    }
  }

  /**
   * What epochs are judged against.
   *
   * @param trained the constant answer on the training part
   * @param validated the same answer on the validation part
   * @param keepsBest whether the weights of the best epoch are kept
   * @param batches updates of an epoch
   * @param weighted whether classes are weighted, so that the constant answer is the one that the
   *     weights favour, and the linear one, which knows no weights, is no measure
   */
  public record Setting(
      Task task,
      int validationRows,
      Baseline trained,
      Baseline validated,
      boolean keepsBest,
      int batches,
      boolean weighted) {}

  /**
   * What is known when training has ended.
   *
   * @param trained least squares on the training part
   * @param validated the same answer on the validation part
   * @param leaked validation rows that are training rows too
   */
  public record Comparison(Baseline trained, Baseline validated, long leaked) {

    static final Comparison NONE = new Comparison(Baseline.NONE, Baseline.NONE, 0);
  }

  /** Scores are accuracies or R²; those of an absent validation part are NaN. */
  public record Epoch(
      int number,
      double trainLoss,
      double trainScore,
      double validationLoss,
      double validationScore,
      List<LayerFigures> layers) {

    static final Epoch NONE =
        new Epoch(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of());
  }

  /**
   * What the rules are applied to.
   *
   * @param best by the validation loss, or without a validation part by the training loss
   * @param lowest by the training loss
   * @param losses validation losses of the last epochs, oldest first
   * @param layers as they were measured last
   * @param largestUpdate of all layers, beside their weights; NaN where none was measured
   * @param divergedIn the epoch, from 1, in which a loss was not finite; 0 where none was
   */
  record Seen(
      Epoch last,
      Epoch best,
      Epoch lowest,
      List<Double> losses,
      List<LayerFigures> layers,
      double largestUpdate,
      int divergedIn) {

    /**
     * Change of the validation loss an epoch, of the later half of the last against the earlier.
     */
    double slope() {
      int half = losses.size() / 2;
      if (half == 0) {
        return 0;
      }
      double early = mean(losses.subList(0, half));
      double late = mean(losses.subList(losses.size() - half, losses.size()));
      double change = (late - early) / (losses.size() - half) / early;
      return Double.isFinite(change) ? change : 0;
    }

    /** The most that the weights of a layer can have moved, beside their size. */
    double furthest(double updates) {
      return largestUpdate * updates;
    }

    /** The largest training loss that has not grown. */
    double growthLimit(Baseline constant) {
      return GROWN * Math.max(orZero(lowest.trainLoss()), orZero(constant.loss()));
    }

    private static double orZero(double value) {
      return Double.isNaN(value) ? 0 : value;
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(it -> it).average().orElse(0);
    }
  }

  private final Setting setting;

  /** Of the last epochs, each where its number falls. */
  private final double[] losses = new double[WINDOW];

  private int epochs;
  private Comparison comparison = Comparison.NONE;
  private Epoch last = Epoch.NONE;
  private Epoch best = Epoch.NONE;
  private Epoch lowest = Epoch.NONE;
  private List<LayerFigures> layers = List.of();
  private double largestUpdate = Double.NaN;
  private int divergedIn;

  public Diagnosis(Setting setting) {
    this.setting = setting;
  }

  /** Takes the next epoch. */
  public void add(Epoch epoch) {
    last = epoch;
    if (lowest == Epoch.NONE || epoch.trainLoss() < lowest.trainLoss()) {
      lowest = epoch;
    }
    if (best == Epoch.NONE || judged(epoch) < judged(best)) {
      best = epoch;
    }
    losses[epochs++ % WINDOW] = epoch.validationLoss();
    if (!epoch.layers().isEmpty()) {
      layers = epoch.layers();
      layers.forEach(this::addUpdate);
    }
  }

  private void addUpdate(LayerFigures layer) {
    Double ratio = layer.updateRatio();
    if (ratio != null && !(ratio <= largestUpdate)) {
      largestUpdate = ratio;
    }
  }

  private double judged(Epoch epoch) {
    return setting.validationRows() > 0 ? epoch.validationLoss() : epoch.trainLoss();
  }

  /** A loss of this epoch, from 1, was not finite. */
  public void diverged(int epoch) {
    divergedIn = epoch;
  }

  /** Training has ended. */
  public void compare(Comparison found) {
    comparison = found;
  }

  /** Whether there is anything to judge. */
  public boolean begun() {
    return last != Epoch.NONE || divergedIn > 0;
  }

  public Judgement judgement() {
    Seen seen = new Seen(last, best, lowest, lastLosses(), layers, largestUpdate, divergedIn);
    return new DiagnosisRules(setting, comparison, seen).judgement();
  }

  /** Oldest first. */
  private List<Double> lastLosses() {
    return IntStream.range(Math.max(0, epochs - WINDOW), epochs)
        .mapToObj(it -> losses[it % WINDOW])
        .toList();
  }
}
