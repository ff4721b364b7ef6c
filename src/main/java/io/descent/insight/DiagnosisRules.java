package io.descent.insight;

import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import io.descent.insight.Diagnosis.Baseline;
import io.descent.insight.Diagnosis.Comparison;
import io.descent.insight.Diagnosis.Epoch;
import io.descent.insight.Diagnosis.Seen;
import io.descent.insight.Diagnosis.Setting;
import io.descent.insight.Judgement.Evidence;
import io.descent.insight.Judgement.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The rules of a diagnosis: each compares a number with a limit, and both are its evidence. */
record DiagnosisRules(Setting setting, Comparison comparison, Seen seen) {

  /** Fewer rows allow an accuracy an interval wider than ±0.2 (95 %, Wilson, at one half). */
  static final int FEWEST_ROWS = 21;

  private static final double Z = 1.959963984540054;
  private static final double RISEN = 1.5;
  private static final double BARELY = 0.02;
  private static final double BARELY_LOSS = 0.95;
  private static final double BARELY_MOVED = 0.01;
  private static final double SMALLEST_GAP = 0.05;
  private static final double SKILL = 0.4;
  private static final double STILL_FALLING = -0.02;
  private static final double SKILLED = 0.8;
  private static final double ALL_DEAD = 0.95;
  private static final int FEWEST_EPOCHS = 8;

  Judgement judgement() {
    Verdict verdict = verdict();
    List<Evidence> evidence = new ArrayList<>(deciding(verdict));
    if (kept() != Epoch.NONE) {
      Stream.concat(beside().stream(), leaked().stream())
          .filter(it -> evidence.stream().noneMatch(known -> known.what().equals(it.what())))
          .forEach(evidence::add);
      evidence.add(Evidence.of("best_epoch", seen.best().number(), seen.last().number()));
    }
    List<String> advice =
        new ArrayList<>(DiagnosisText.advice(verdict, evidence, comparison.leaked()));
    DiagnosisText.earlier(verdict, seen.best(), kept(), advice);
    DiagnosisText.layers(seen.layers(), evidence, advice);
    return new Judgement(
        verdict, DiagnosisText.summary(verdict, evidence), evidence, advice, seen.layers());
  }

  private Verdict verdict() {
    if (seen.divergedIn() > 0 || grown() && !(dead() && learntNothing())) {
      return Verdict.DIVERGING;
    }
    if (learntNothing() || unmoved()) {
      return Verdict.LEARNT_NOTHING;
    }
    if (freshRows() < FEWEST_ROWS) {
      return Verdict.CANNOT_TELL;
    }
    if (poor()) {
      return Verdict.UNDERFITTING;
    }
    if (gapped() || lossRose()) {
      return Verdict.OVERFITTING;
    }
    if (linearLeads()) {
      return linearFitsBetter() ? Verdict.UNDERFITTING : Verdict.OVERFITTING;
    }
    if (stillFalling()) {
      return Verdict.UNDERFITTING;
    }
    boolean better = kept().validationScore() > setting.validated().score();
    return better ? Verdict.GOOD : Verdict.CANNOT_TELL;
  }

  /** The comparisons that the verdict rests on: those that hold, or for a good one all. */
  private List<Evidence> deciding(Verdict verdict) {
    return switch (verdict) {
      case DIVERGING -> List.of(growth());
      case LEARNT_NOTHING -> learntNothing() ? nothing() : List.of(moved(), reached());
      case CANNOT_TELL -> List.of(freshRows() < FEWEST_ROWS ? rows() : besideConstant());
      case OVERFITTING ->
          holding(
              new Rule(gapped(), gapEvidence()),
              new Rule(lossRose(), rise()),
              new Rule(linearLeads(), lead()));
      case UNDERFITTING ->
          holding(
              new Rule(poor(), reached()),
              new Rule(linearLeads(), lead()),
              new Rule(stillFalling(), slope()));
      case GOOD ->
          holding(
              new Rule(true, besideConstant()),
              new Rule(true, gapEvidence()),
              new Rule(true, reached()),
              new Rule(seen.slope() >= STILL_FALLING, slope()));
    };
  }

  private record Rule(boolean holds, Evidence evidence) {}

  private static List<Evidence> holding(Rule... rules) {
    return Arrays.stream(rules).filter(Rule::holds).map(Rule::evidence).toList();
  }

  /** The epoch whose weights are kept. */
  private Epoch kept() {
    return setting.keepsBest() ? seen.best() : seen.last();
  }

  private String score() {
    return setting.task() == Task.CLASSIFICATION ? "accuracy" : "r2";
  }

  private boolean grown() {
    return !(seen.last().trainLoss() <= seen.growthLimit(setting.trained()));
  }

  /** A layer that gives nothing any more: the loss jumps, but nothing grows. */
  private boolean dead() {
    return seen.layers().stream()
        .map(LayerFigures::deadShare)
        .anyMatch(it -> Objects.requireNonNullElse(it, 0.0) >= ALL_DEAD);
  }

  private Evidence growth() {
    return seen.divergedIn() > 0
        ? Evidence.of(
            "train_loss", Double.NaN, seen.growthLimit(setting.trained()), seen.divergedIn())
        : Evidence.of(
            "train_loss",
            seen.last().trainLoss(),
            seen.growthLimit(setting.trained()),
            seen.lowest().number(),
            seen.last().number());
  }

  /** By what is measured of the kept epoch on the training part, and by its loss where it tells. */
  private boolean learntNothing() {
    double constant = setting.trained().loss();
    boolean noLoss = Double.isNaN(constant) || !(kept().trainLoss() <= BARELY_LOSS * constant);
    return !(kept().trainScore() > barely()) && noLoss;
  }

  /** What it reaches is luck of the weights it began with. */
  private boolean unmoved() {
    return poor() && seen.furthest((double) setting.batches() * kept().number()) < BARELY_MOVED;
  }

  private Evidence moved() {
    return Evidence.of(
        "weights_moved",
        seen.furthest((double) setting.batches() * kept().number()),
        BARELY_MOVED,
        1,
        kept().number());
  }

  /** Near the end of the scale half of what is left. */
  private double barely() {
    double constant = setting.trained().score();
    return constant + Math.min(BARELY, (1 - constant) / 2);
  }

  private List<Evidence> nothing() {
    Evidence score = trained(barely());
    double constant = setting.trained().loss();
    double loss = kept().trainLoss();
    return Double.isNaN(constant)
        ? List.of(score)
        : List.of(score, Evidence.of("train_loss", loss, BARELY_LOSS * constant, kept().number()));
  }

  private Evidence trained(double limit) {
    return Evidence.of("train_" + score(), kept().trainScore(), limit, kept().number());
  }

  /** Rows that tell something of rows that were not trained on. */
  private long freshRows() {
    return setting.validationRows() - comparison.leaked();
  }

  private Evidence rows() {
    String what = comparison.leaked() == 0 ? "validation_rows" : "validation_rows_not_in_train";
    return Evidence.of(what, freshRows(), FEWEST_ROWS);
  }

  private List<Evidence> leaked() {
    return comparison.leaked() == 0
        ? List.of()
        : List.of(Evidence.of("validation_rows_in_train", comparison.leaked(), 0));
  }

  private double gap() {
    return kept().trainScore() - kept().validationScore();
  }

  private boolean gapped() {
    return gap() > chance();
  }

  /** Half of the interval that the validation part's size allows its score. */
  private double chance() {
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

  private Evidence gapEvidence() {
    return Evidence.of(score() + "_gap", gap(), chance(), kept().number());
  }

  /** Only where the risen loss is that of the weights that are kept. */
  private boolean lossRose() {
    return gap() > SMALLEST_GAP / 2
        && kept().validationLoss() > RISEN * seen.best().validationLoss();
  }

  private Evidence rise() {
    return Evidence.of(
        "validation_loss",
        kept().validationLoss(),
        RISEN * seen.best().validationLoss(),
        seen.best().number(),
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
    return trained(reachLimit());
  }

  /** Whether least squares do better on rows that were not trained on, by more than chance. */
  private boolean linearLeads() {
    return !setting.weighted() && ahead() > chance();
  }

  private double ahead() {
    return comparison.validated().score() - kept().validationScore();
  }

  private boolean linearFitsBetter() {
    return comparison.trained().score() > kept().trainScore();
  }

  private Evidence lead() {
    return Evidence.of("linear_" + score() + "_lead", ahead(), chance(), kept().number());
  }

  private Evidence besideConstant() {
    String answer = setting.weighted() ? "weighted_constant" : "constant";
    return beside(answer, setting.trained(), setting.validated());
  }

  /** What simpler answers reach on the same rows, as far as that is known. */
  private List<Evidence> beside() {
    Evidence linear = beside("linear", comparison.trained(), comparison.validated());
    boolean known = !setting.weighted() && !Double.isNaN(comparison.trained().score());
    return known ? List.of(besideConstant(), linear) : List.of(besideConstant());
  }

  private Evidence beside(String answer, Baseline trained, Baseline validated) {
    boolean validates = setting.validationRows() > 0;
    return Evidence.of(
        (validates ? "validation_" : "train_") + score() + "_beside_" + answer,
        validates ? kept().validationScore() : kept().trainScore(),
        validates ? validated.score() : trained.score(),
        kept().number());
  }

  private boolean stillFalling() {
    double constant = setting.trained().score();
    boolean room = kept().trainScore() < constant + SKILLED * (1 - constant);
    return room && seen.last().number() >= FEWEST_EPOCHS && seen.slope() < STILL_FALLING;
  }

  private Evidence slope() {
    int last = seen.last().number();
    int first = Math.max(1, last - seen.losses().size() + 1);
    return Evidence.of("validation_loss_slope", seen.slope(), STILL_FALLING, first, last);
  }
}
