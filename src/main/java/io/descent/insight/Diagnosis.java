package io.descent.insight;

import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import io.descent.insight.Judgement.Evidence;
import io.descent.insight.Judgement.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Judges a training by its epochs as they come. Holds a bounded part of them; the same epochs give
 * the same judgement, however often the training was interrupted.
 */
public final class Diagnosis {

  /** Fewer rows allow an accuracy an interval wider than ±0.2 (95 %, Wilson, at one half). */
  static final int FEWEST_ROWS = 21;

  private static final double Z = 1.959963984540054;
  private static final double GROWN = 2;
  private static final double RISEN = 1.5;
  private static final double BARELY = 0.02;
  private static final double BARELY_LOSS = 0.95;
  private static final double SMALLEST_GAP = 0.05;
  private static final double SKILL = 0.4;
  private static final double STILL_FALLING = -0.02;
  private static final double SKILLED = 0.8;
  private static final double ALL_DEAD = 0.95;
  private static final int WINDOW = 20;
  private static final int FEWEST_EPOCHS = 8;

  /**
   * What epochs are judged against.
   *
   * @param trained the constant answer on the training part
   * @param keepsBest whether the weights of the best epoch are kept
   */
  public record Setting(
      Task task,
      int validationRows,
      ConstantAnswer trained,
      ConstantAnswer validated,
      boolean keepsBest) {}

  /** Scores are accuracies or R²; those of an absent validation part are NaN. */
  public record Epoch(
      int number,
      double trainLoss,
      double trainScore,
      double validationLoss,
      double validationScore,
      List<LayerFigures> layers) {}

  private final Setting setting;
  private final Deque<Double> losses = new ArrayDeque<>();
  private Epoch last = new Epoch(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of());
  private Epoch best = last;
  private Epoch lowest = last;
  private List<LayerFigures> layers = List.of();
  private int divergedIn;

  public Diagnosis(Setting setting) {
    this.setting = setting;
  }

  /** Takes the next epoch. */
  public void add(Epoch epoch) {
    last = epoch;
    if (lowest.number() == 0 || epoch.trainLoss() < lowest.trainLoss()) {
      lowest = epoch;
    }
    if (best.number() == 0 || judged(epoch) < judged(best)) {
      best = epoch;
    }
    losses.addLast(epoch.validationLoss());
    if (losses.size() > WINDOW) {
      losses.removeFirst();
    }
    if (!epoch.layers().isEmpty()) {
      layers = epoch.layers();
    }
  }

  private double judged(Epoch epoch) {
    return setting.validationRows() > 0 ? epoch.validationLoss() : epoch.trainLoss();
  }

  /** A loss of this epoch, from 1, was not finite. */
  public void diverged(int epoch) {
    divergedIn = epoch;
  }

  /** Whether there is anything to judge. */
  public boolean begun() {
    return last.number() > 0 || divergedIn > 0;
  }

  /** The epoch whose weights are kept. */
  private Epoch kept() {
    return setting.keepsBest() ? best : last;
  }

  private String score() {
    return setting.task() == Task.CLASSIFICATION ? "accuracy" : "r2";
  }

  public Judgement judgement() {
    Verdict verdict = verdict();
    List<Evidence> evidence = new ArrayList<>(deciding(verdict));
    evidence.add(Evidence.of("best_epoch", best.number(), last.number()));
    List<String> advice = new ArrayList<>(DiagnosisText.advice(verdict));
    for (LayerFigures layer : layers) {
      DiagnosisText.layer(layer, evidence, advice);
    }
    return new Judgement(
        verdict, DiagnosisText.summary(verdict, evidence), evidence, advice, layers);
  }

  private Verdict verdict() {
    if (divergedIn > 0 || grown() && !(dead() && learntNothing())) {
      return Verdict.DIVERGING;
    }
    if (learntNothing()) {
      return Verdict.LEARNT_NOTHING;
    }
    if (setting.validationRows() < FEWEST_ROWS) {
      return Verdict.CANNOT_TELL;
    }
    if (poor()) {
      return Verdict.UNDERFITTING;
    }
    if (gap() > gapLimit() || lossRose()) {
      return Verdict.OVERFITTING;
    }
    return stillFalling() ? Verdict.UNDERFITTING : Verdict.GOOD;
  }

  /** The comparisons that the verdict rests on: those that hold, or for a good one all. */
  private List<Evidence> deciding(Verdict verdict) {
    return switch (verdict) {
      case DIVERGING -> List.of(growth());
      case LEARNT_NOTHING -> nothing();
      case CANNOT_TELL ->
          List.of(Evidence.of("validation_rows", setting.validationRows(), FEWEST_ROWS));
      case OVERFITTING ->
          gap() > gapLimit() ? List.of(gapped(), rise()) : List.of(rise(), gapped());
      case UNDERFITTING -> poor() ? List.of(reached(), slope()) : List.of(slope(), reached());
      case GOOD -> List.of(valid(), gapped(), reached(), slope());
    };
  }

  private boolean grown() {
    return !(last.trainLoss() <= growthLimit());
  }

  /** A layer that gives nothing any more: the loss jumps, but nothing grows. */
  private boolean dead() {
    return layers.stream()
        .anyMatch(it -> Objects.requireNonNullElse(it.deadShare(), 0.0) >= ALL_DEAD);
  }

  private double growthLimit() {
    double constant = setting.trained().loss();
    return Math.max(GROWN * lowest.trainLoss(), Double.isNaN(constant) ? 0 : GROWN * constant);
  }

  private Evidence growth() {
    return divergedIn > 0
        ? Evidence.of("train_loss", Double.NaN, Double.MAX_VALUE, divergedIn)
        : Evidence.of(
            "train_loss", last.trainLoss(), growthLimit(), lowest.number(), last.number());
  }

  /** By what is measured of the kept epoch on the training part, and by its loss where it tells. */
  private boolean learntNothing() {
    double constant = setting.trained().loss();
    boolean noLoss = Double.isNaN(constant) || kept().trainLoss() > BARELY_LOSS * constant;
    return !(kept().trainScore() > setting.trained().score() + BARELY) && noLoss;
  }

  private List<Evidence> nothing() {
    Evidence score =
        Evidence.of(
            "train_" + score(),
            kept().trainScore(),
            setting.trained().score() + BARELY,
            kept().number());
    double constant = setting.trained().loss();
    return Double.isNaN(constant)
        ? List.of(score)
        : List.of(
            score,
            Evidence.of("train_loss", kept().trainLoss(), BARELY_LOSS * constant, kept().number()));
  }

  private double gap() {
    return kept().trainScore() - kept().validationScore();
  }

  /** Half of the interval that the validation part's size allows its score. */
  private double gapLimit() {
    double n = setting.validationRows();
    double p = Math.clamp(kept().validationScore(), 0, 1);
    double half =
        switch (setting.task()) {
          case CLASSIFICATION ->
              Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
          case REGRESSION -> Z * 2 * Math.sqrt(p) * (1 - p) / Math.sqrt(n);
        };
    return Math.max(SMALLEST_GAP, half);
  }

  private Evidence gapped() {
    return Evidence.of(score() + "_gap", gap(), gapLimit(), kept().number());
  }

  /** Only where the risen loss is that of the weights that are kept. */
  private boolean lossRose() {
    return gap() > SMALLEST_GAP / 2 && kept().validationLoss() > RISEN * best.validationLoss();
  }

  private Evidence rise() {
    return Evidence.of(
        "validation_loss",
        kept().validationLoss(),
        RISEN * best.validationLoss(),
        best.number(),
        kept().number());
  }

  private double reachLimit() {
    double constant = setting.trained().score();
    return constant + SKILL * (1 - constant);
  }

  private boolean poor() {
    return kept().trainScore() < reachLimit();
  }

  private Evidence reached() {
    return Evidence.of("train_" + score(), kept().trainScore(), reachLimit(), kept().number());
  }

  private Evidence valid() {
    return Evidence.of(
        "validation_" + score(),
        kept().validationScore(),
        setting.validated().score(),
        kept().number());
  }

  private boolean stillFalling() {
    double constant = setting.trained().score();
    boolean room = kept().trainScore() < constant + SKILLED * (1 - constant);
    return room && last.number() >= FEWEST_EPOCHS && slopeValue() < STILL_FALLING;
  }

  /** Change of the validation loss an epoch, of the later half of a window against the earlier. */
  private double slopeValue() {
    int half = losses.size() / 2;
    if (half == 0) {
      return 0;
    }
    double early = losses.stream().limit(half).mapToDouble(it -> it).average().orElse(0);
    double late =
        losses.stream().skip(losses.size() - half).mapToDouble(it -> it).average().orElse(0);
    double change = (late - early) / (losses.size() - half) / early;
    return Double.isFinite(change) ? change : 0;
  }

  private Evidence slope() {
    int first = last.number() - losses.size() + 1;
    return Evidence.of(
        "validation_loss_slope", slopeValue(), STILL_FALLING, Math.max(1, first), last.number());
  }

  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    return String.format(
        Locale.ROOT, Math.abs(value) < 1e-3 && value != 0 ? "%.3g" : "%.4g", value);
  }
}
