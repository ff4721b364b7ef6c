package io.descent.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import io.descent.insight.Diagnosis.Baseline;
import io.descent.insight.Diagnosis.Comparison;
import io.descent.insight.Diagnosis.Epoch;
import io.descent.insight.Diagnosis.Setting;
import io.descent.insight.Judgement.Evidence;
import io.descent.insight.Judgement.Verdict;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each rule from both sides of its limit, on epochs made for it. */
class DiagnosisRulesTest {

  private static final Baseline HALF = new Baseline(0.5, 0.7);

  private static Setting classes(int validationRows) {
    return new Setting(Task.CLASSIFICATION, validationRows, HALF, HALF, false, 10, false);
  }

  private static Setting numbers(int validationRows) {
    return new Setting(
        Task.REGRESSION,
        validationRows,
        new Baseline(0, 50),
        new Baseline(-0.01, 50),
        false,
        10,
        false);
  }

  private static Epoch epoch(
      int number, double trainLoss, double trained, double validationLoss, double validated) {
    return new Epoch(number, trainLoss, trained, validationLoss, validated, List.of());
  }

  private static Judgement judged(Setting setting, Epoch... epochs) {
    Diagnosis diagnosis = new Diagnosis(setting);
    List.of(epochs).forEach(diagnosis::add);
    return diagnosis.judgement();
  }

  private static Judgement compared(Setting setting, Comparison comparison, Epoch epoch) {
    Diagnosis diagnosis = new Diagnosis(setting);
    diagnosis.add(epoch);
    diagnosis.compare(comparison);
    return diagnosis.judgement();
  }

  private static Evidence evidence(Judgement judgement, String what) {
    return judgement.evidence().stream()
        .filter(it -> it.what().equals(what))
        .findFirst()
        .orElseThrow(() -> new AssertionError(what + " in " + judgement));
  }

  private static void assertDecides(
      Judgement judgement, Verdict verdict, String what, double value, double limit) {
    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(verdict);
    Evidence first = judgement.evidence().getFirst();
    assertThat(first.what()).as("%s", judgement).isEqualTo(what);
    assertThat(Objects.requireNonNull(first.value())).isCloseTo(value, within(1e-9));
    assertThat(Objects.requireNonNull(first.limit())).isCloseTo(limit, within(1e-9));
    assertThat(judgement.summary())
        .contains(DiagnosisText.number(first.value()), DiagnosisText.number(first.limit()));
  }

  @Test
  void nothingIsJudgedBeforeTheFirstEpoch() {
    Diagnosis diagnosis = new Diagnosis(classes(100));
    assertThat(diagnosis.begun()).isFalse();
    diagnosis.diverged(1);
    assertThat(diagnosis.begun()).isTrue();
    assertThat(diagnosis.judgement().verdict()).isEqualTo(Verdict.DIVERGING);
    assertThat(diagnosis.judgement().evidence()).hasSize(1);
    assertThat(diagnosis.judgement().summary()).contains("in epoch 1 the loss is no longer finite");
  }

  @Test
  void aLossDivergesAtTwiceItsLowestAndTwiceTheConstantAnswers() {
    Epoch low = epoch(1, 0.2, 0.95, 0.2, 0.95);
    assertDecides(
        judged(classes(100), low, epoch(2, 1.41, 0.95, 1.41, 0.95)),
        Verdict.DIVERGING,
        "train_loss",
        1.41,
        1.4);
    assertThat(judged(classes(100), low, epoch(2, 1.4, 0.95, 0.2, 0.95)).verdict())
        .isEqualTo(Verdict.GOOD);
    Epoch high = epoch(1, 1, 0.6, 1, 0.6);
    assertDecides(
        judged(classes(100), high, epoch(2, 2.01, 0.6, 2, 0.6)),
        Verdict.DIVERGING,
        "train_loss",
        2.01,
        2);
    assertThat(judged(classes(100), high, epoch(2, 2, 0.6, 2, 0.6)).verdict())
        .isNotEqualTo(Verdict.DIVERGING);
  }

  @Test
  void aLossThatJumpsBecauseAllUnitsAreDeadHasLearntNothing() {
    LayerFigures dead = new LayerFigures(1, 0.95, null, null);
    Epoch low = epoch(1, 0.7, 0.5, 0.7, 0.5);
    assertThat(judged(classes(100), low, epoch(2, 2, 0.5, 2, 0.5)).verdict())
        .isEqualTo(Verdict.DIVERGING);
    Epoch then = new Epoch(2, 2, 0.5, 2, 0.5, List.of(dead));
    Judgement judgement = judged(classes(100), low, then);
    assertThat(judgement.verdict()).isEqualTo(Verdict.LEARNT_NOTHING);
    assertThat(evidence(judgement, "layer_1_dead_share").value()).isEqualTo(0.95);
    assertThat(judgement.advice()).anyMatch(it -> it.startsWith("layer 1: most units give 0"));
  }

  @Test
  void nothingIsLearntWhereNeitherScoreNorLossIsUnderTheConstantAnswers() {
    assertDecides(
        judged(classes(100), epoch(1, 0.69, 0.52, 0.69, 0.52)),
        Verdict.LEARNT_NOTHING,
        "train_accuracy",
        0.52,
        0.52);
    assertThat(judged(classes(100), epoch(1, 0.66, 0.52, 0.69, 0.52)).verdict())
        .isEqualTo(Verdict.UNDERFITTING);
    assertThat(judged(classes(100), epoch(1, 0.69, 0.521, 0.69, 0.52)).verdict())
        .isEqualTo(Verdict.UNDERFITTING);
    assertDecides(
        judged(numbers(100), epoch(1, 49, 0.01, 49, 0.01)),
        Verdict.LEARNT_NOTHING,
        "train_r2",
        0.01,
        0.02);
  }

  /** Ten updates an epoch, each of at most such a part of the weights. */
  @Test
  void nothingIsLearntWhereTheWeightsStayedWhereTheyWereDrawn() {
    Judgement still = judged(classes(100), moving(1, 0.69, 4e-4), moving(2, 0.69, 4.9e-4));
    assertDecides(still, Verdict.LEARNT_NOTHING, "weights_moved", 0.0098, 0.01);
    assertThat(still.advice()).singleElement().asString().startsWith("raise the learning rate");
    assertThat(judged(classes(100), moving(1, 0.69, 5e-4), moving(2, 0.69, 1e-9)).verdict())
        .isEqualTo(Verdict.UNDERFITTING);
    assertThat(judged(classes(100), moving(1, 0.7, 1e-9)).verdict()).isEqualTo(Verdict.GOOD);
    assertThat(judged(classes(100), epoch(1, 0.5, 0.69, 0.5, 0.69)).verdict())
        .isEqualTo(Verdict.UNDERFITTING);
  }

  private static Epoch moving(int number, double score, double ratio) {
    LayerFigures layer = new LayerFigures(0, null, null, ratio);
    LayerFigures slower = new LayerFigures(2, null, null, ratio / 2);
    return new Epoch(number, 0.5, score, 0.5, score, List.of(layer, slower));
  }

  /** One row in ten is rare: weighted as much as all others, half a guess is right. */
  @Test
  void weightedClassesAreHeldAgainstWhatTheirWeightsFavour() {
    Baseline favoured = Baseline.ofShares(List.of(0.5, 0.5), new long[] {90, 10});
    assertThat(favoured.score()).isEqualTo(0.5);
    assertThat(favoured.loss()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(Baseline.ofShares(List.of(0.2, 0.8), new long[] {90, 10}))
        .isEqualTo(new Baseline(0.1, (90 * -Math.log(0.2) + 10 * -Math.log(0.8)) / 100));
    Setting weighted = new Setting(Task.CLASSIFICATION, 100, favoured, favoured, false, 10, true);
    Diagnosis diagnosis = new Diagnosis(weighted);
    diagnosis.add(epoch(1, 0.4, 0.85, 0.4, 0.85));
    diagnosis.compare(new Comparison(new Baseline(0.99, 0), new Baseline(0.99, 0), 0));
    Judgement judgement = diagnosis.judgement();
    assertDecides(
        judgement, Verdict.GOOD, "validation_accuracy_beside_weighted_constant", 0.85, 0.5);
    assertThat(judgement.summary()).contains("the constant answer for classes weighted so has 0.5");
    assertThat(judgement.evidence()).noneMatch(it -> it.what().contains("linear"));
    assertThat(judged(weighted, epoch(1, 0.68, 0.52, 0.7, 0.5)).summary())
        .contains("no better than the constant answer for classes weighted so");
  }

  @Test
  void nearTheEndOfTheScaleHalfOfWhatIsLeftIsSomething() {
    Baseline most = new Baseline(0.99, 0.05);
    Setting rare = new Setting(Task.CLASSIFICATION, 100, most, most, false, 10, false);
    assertDecides(
        judged(rare, epoch(1, 0.05, 0.995, 0.05, 0.99)),
        Verdict.LEARNT_NOTHING,
        "train_accuracy",
        0.995,
        0.995);
    assertThat(judged(rare, epoch(1, 0.05, 0.996, 0.05, 0.996)).verdict()).isEqualTo(Verdict.GOOD);
  }

  @Test
  void fewerThanTwentyOneRowsTellNothing() {
    Epoch fine = epoch(1, 0.1, 0.97, 0.1, 0.97);
    assertDecides(judged(classes(20), fine), Verdict.CANNOT_TELL, "validation_rows", 20, 21);
    assertThat(judged(classes(21), fine).verdict()).isEqualTo(Verdict.GOOD);
    Epoch alone = epoch(1, 0.1, 0.97, Double.NaN, Double.NaN);
    Setting none = new Setting(Task.CLASSIFICATION, 0, HALF, Baseline.NONE, false, 10, false);
    assertDecides(judged(none, alone), Verdict.CANNOT_TELL, "validation_rows", 0, 21);
    assertThat(evidence(judged(none, alone), "train_accuracy_beside_constant").limit())
        .isEqualTo(0.5);
  }

  @Test
  void rowsThatTrainTooDoNotCount() {
    Epoch fine = epoch(1, 0.1, 0.97, 0.1, 0.97);
    Comparison few = new Comparison(Baseline.NONE, Baseline.NONE, 80);
    assertDecides(
        compared(classes(100), few, fine),
        Verdict.CANNOT_TELL,
        "validation_rows_not_in_train",
        20,
        21);
    Judgement judgement =
        compared(classes(100), new Comparison(Baseline.NONE, Baseline.NONE, 79), fine);
    assertThat(judgement.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(evidence(judgement, "validation_rows_in_train").value()).isEqualTo(79);
    assertThat(judgement.advice()).hasSize(1).first().asString().contains("\"group\"");
  }

  @Test
  void aNetworkUnderfitsBelowTwoFifthsOfTheWayFromTheConstantAnswer() {
    assertDecides(
        judged(classes(100), epoch(1, 0.5, 0.69, 0.5, 0.69)),
        Verdict.UNDERFITTING,
        "train_accuracy",
        0.69,
        0.7);
    assertThat(judged(classes(100), epoch(1, 0.5, 0.7, 0.5, 0.7)).verdict())
        .isEqualTo(Verdict.GOOD);
    assertDecides(
        judged(numbers(100), epoch(1, 30, 0.39, 30, 0.39)),
        Verdict.UNDERFITTING,
        "train_r2",
        0.39,
        0.4);
  }

  /** Half of Wilson's interval of 0.8 over 100 rows is 0.0777. */
  @Test
  void aNetworkOverfitsByMoreThanTheValidationPartsIntervalAllows() {
    double half = 0.07773;
    Judgement judgement = judged(classes(100), epoch(1, 0.2, 0.879, 0.4, 0.8));
    assertThat(judgement.verdict()).isEqualTo(Verdict.OVERFITTING);
    assertThat(Objects.requireNonNull(evidence(judgement, "accuracy_gap").limit()))
        .isCloseTo(half, within(1e-4));
    assertThat(judged(classes(100), epoch(1, 0.2, 0.877, 0.4, 0.8)).verdict())
        .isEqualTo(Verdict.GOOD);
    assertDecides(
        judged(classes(100_000), epoch(1, 0.2, 0.851, 0.4, 0.8)),
        Verdict.OVERFITTING,
        "accuracy_gap",
        0.051,
        0.05);
    assertThat(judged(classes(100_000), epoch(1, 0.2, 0.849, 0.4, 0.8)).verdict())
        .isEqualTo(Verdict.GOOD);
    assertThat(judged(numbers(44), epoch(1, 10, 0.8, 20, 0.45)).verdict())
        .isEqualTo(Verdict.OVERFITTING);
    assertThat(judged(numbers(44), epoch(1, 10, 0.66, 20, 0.45)).verdict()).isEqualTo(Verdict.GOOD);
  }

  @Test
  void aNetworkOverfitsWhereTheLossOfTheKeptWeightsRoseByHalf() {
    Epoch best = epoch(1, 0.3, 0.9, 0.4, 0.88);
    Epoch worse = epoch(2, 0.1, 0.93, 0.61, 0.9);
    assertDecides(
        judged(classes(100), best, worse), Verdict.OVERFITTING, "validation_loss", 0.61, 0.6);
    assertThat(judged(classes(100), best, epoch(2, 0.1, 0.93, 0.6, 0.9)).verdict())
        .isEqualTo(Verdict.GOOD);
    Setting keeping = new Setting(Task.CLASSIFICATION, 100, HALF, HALF, true, 10, false);
    assertThat(judged(keeping, best, worse).verdict()).isEqualTo(Verdict.GOOD);
    assertThat(evidence(judged(keeping, best, worse), "best_epoch").value()).isEqualTo(1);
  }

  @Test
  void aLinearAnswerThatIsAheadByMoreThanChanceIsSaid() {
    Epoch epoch = epoch(1, 0.3, 0.85, 0.4, 0.8);
    Comparison fits = new Comparison(new Baseline(0.9, Double.NaN), new Baseline(0.9, 0), 0);
    Judgement judgement = compared(classes(100), fits, epoch);
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNDERFITTING);
    assertThat(judgement.evidence().getFirst().what()).isEqualTo("linear_accuracy_lead");
    assertThat(judgement.summary()).contains("accuracy by 0.1,");
    Comparison holds = new Comparison(new Baseline(0.84, Double.NaN), new Baseline(0.9, 0), 0);
    assertThat(compared(classes(100), holds, epoch).verdict()).isEqualTo(Verdict.OVERFITTING);
    Comparison near = new Comparison(new Baseline(0.9, Double.NaN), new Baseline(0.87, 0), 0);
    Judgement good = compared(classes(100), near, epoch);
    assertThat(good.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(evidence(good, "validation_accuracy_beside_linear").limit()).isEqualTo(0.87);
    assertThat(good.summary())
        .contains(
            "the constant answer has 0.5 and a linear one 0.87, ahead by no more than chance,");
    assertThat(good.advice()).singleElement().asString().startsWith("a linear answer does as well");
    Comparison behind = new Comparison(new Baseline(0.7, Double.NaN), new Baseline(0.79, 0), 0);
    Judgement better = compared(classes(100), behind, epoch);
    assertThat(better.summary()).contains("has 0.5 and a linear one 0.79, and the gap");
    assertThat(better.advice()).isEmpty();
  }

  @Test
  void aLossThatStillFallsIsNotDoneWhereThereIsRoom() {
    assertThat(falling(0.75, 8, 0.97)).isEqualTo(Verdict.UNDERFITTING);
    assertThat(falling(0.75, 7, 0.97)).isEqualTo(Verdict.GOOD);
    assertThat(falling(0.75, 8, 0.99)).isEqualTo(Verdict.GOOD);
    assertThat(falling(0.91, 8, 0.97)).isEqualTo(Verdict.GOOD);
  }

  /** Of epochs whose validation loss falls by a factor each. */
  private static Verdict falling(double score, int epochs, double factor) {
    Diagnosis diagnosis = new Diagnosis(classes(100));
    double loss = 0.6;
    for (int i = 1; i <= epochs; i++) {
      diagnosis.add(epoch(i, loss, score, loss, score));
      loss *= factor;
    }
    return diagnosis.judgement().verdict();
  }

  @Test
  void whatIsNoBetterThanTheConstantAnswerInValidationIsNotGood() {
    Setting setting =
        new Setting(Task.CLASSIFICATION, 25, HALF, new Baseline(0.72, 0.6), false, 10, false);
    assertDecides(
        judged(setting, epoch(1, 0.4, 0.8, 0.5, 0.72)),
        Verdict.CANNOT_TELL,
        "validation_accuracy_beside_constant",
        0.72,
        0.72);
    assertDecides(
        judged(setting, epoch(1, 0.4, 0.8, 0.5, 0.76)),
        Verdict.GOOD,
        "validation_accuracy_beside_constant",
        0.76,
        0.72);
  }

  @Test
  void layersThatLearnNoMoreAreNamed() {
    List<LayerFigures> layers =
        List.of(
            new LayerFigures(0, null, null, 1e-8),
            new LayerFigures(1, 0.51, null, null),
            new LayerFigures(2, null, 0.6, null),
            new LayerFigures(3, null, null, 0.51),
            new LayerFigures(4, 0.5, 0.5, 0.5));
    Judgement judgement = judged(classes(100), new Epoch(1, 0.1, 0.97, 0.1, 0.97, layers));
    assertThat(judgement.evidence())
        .extracting(Evidence::what)
        .filteredOn(it -> it.startsWith("layer_"))
        .containsExactly(
            "layer_0_update_ratio",
            "layer_1_dead_share",
            "layer_2_saturated_share",
            "layer_3_update_ratio");
    assertThat(judgement.advice())
        .hasSize(4)
        .anyMatch(it -> it.contains("layer 0: its updates vanish"))
        .anyMatch(it -> it.contains("layer 3: its updates explode"));
    assertThat(judgement.layers()).isEqualTo(layers);
  }

  /** A rate that has come down to nothing moves no layer, and none is to blame. */
  @Test
  void updatesThatAreSmallEverywhereDoNotVanish() {
    List<LayerFigures> layers =
        List.of(new LayerFigures(0, null, null, 1e-9), new LayerFigures(2, null, null, 1e-8));
    assertThat(judged(classes(100), new Epoch(1, 0.1, 0.97, 0.1, 0.97, layers)).advice()).isEmpty();
  }
}
