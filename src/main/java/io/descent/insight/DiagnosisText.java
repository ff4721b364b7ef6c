package io.descent.insight;

import io.descent.engine.LayerFigures;
import io.descent.insight.Judgement.Evidence;
import io.descent.insight.Judgement.Verdict;
import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in words what a training came to. */
final class DiagnosisText {

  private static final double HALF = 0.5;
  private static final double VANISHING = 1e-7;

  /** Of the largest ratio of all layers: where all are small, training is at its end. */
  private static final double FAR_BEHIND = 1e-3;

  private static final int FIGURES = 4;

  private DiagnosisText() {}

  /** A sentence that names the numbers that the verdict rests on. */
  static String summary(Verdict verdict, List<Evidence> evidence) {
    Evidence first = evidence.getFirst();
    String what = words(first.what());
    String value = number(first.value());
    String limit = number(first.limit());
    return switch (verdict) {
      case DIVERGING -> diverging(first, value, limit);
      case LEARNT_NOTHING -> nothing(evidence, value, limit);
      case CANNOT_TELL -> unknown(first, value, limit);
      case OVERFITTING -> overfitting(first, value, limit);
      case UNDERFITTING -> underfitting(first, value, limit);
      case GOOD -> good(evidence, value, limit);
    };
  }

  private static String diverging(Evidence first, String value, String limit) {
    if (first.value() == null) {
      return "It diverges: in epoch %d the loss is no longer finite.".formatted(last(first));
    }
    return "It diverges: in epoch %d the training loss is %s, more than %s, which is twice its lowest or the constant answer's."
        .formatted(last(first), value, limit);
  }

  private static String nothing(List<Evidence> evidence, String value, String limit) {
    Evidence first = evidence.getFirst();
    if (first.what().equals("weights_moved")) {
      return "It has learnt nothing: in %d epochs no layer's weights have moved by more than %s of themselves, less than %s; what it answers is chance."
          .formatted(last(first), value, limit);
    }
    return "It has learnt nothing: %s is %s, and up to %s is no better than %s."
        .formatted(words(first.what()), value, limit, constant(evidence));
  }

  private static int last(Evidence evidence) {
    return evidence.epochs() == null ? 0 : evidence.epochs().getLast();
  }

  private static String unknown(Evidence first, String value, String limit) {
    return switch (first.what()) {
      case "validation_rows" ->
          "Whether it is good cannot be told: only %s rows validate it, and a judgement needs at least %s."
              .formatted(value, limit);
      case "validation_rows_not_in_train" ->
          "Whether it is good cannot be told: only %s validation rows are not training rows as well, and a judgement needs at least %s."
              .formatted(value, limit);
      default ->
          "Whether it is good cannot be told: %s is %s, no better than the %s of the constant answer, which may be chance."
              .formatted(words(first.what()), value, limit);
    };
  }

  private static String overfitting(Evidence first, String value, String limit) {
    if (first.what().equals("validation_loss")) {
      return "It over-fits: the validation loss of the weights that are kept is %s, more than %s, which is one and a half times its lowest."
          .formatted(value, limit);
    }
    if (first.what().endsWith("_lead")) {
      return "It over-fits: on the validation part a linear answer is better, %s by %s, more than the %s that chance allows."
          .formatted(words(first.what()), value, limit);
    }
    return "It over-fits: %s is higher by %s in training than in validation, more than the %s that chance allows."
        .formatted(words(first.what()), value, limit);
  }

  private static String underfitting(Evidence first, String value, String limit) {
    if (first.what().equals("validation_loss_slope")) {
      return "It under-fits so far: the validation loss still changes by %s of itself an epoch, below %s."
          .formatted(value, limit);
    }
    if (first.what().endsWith("_lead")) {
      return "It under-fits: a linear answer fits the training rows better and is ahead in validation, %s by %s, more than the %s that chance allows."
          .formatted(words(first.what()), value, limit);
    }
    return "It under-fits, unless the inputs tell no more: %s is %s, below %s."
        .formatted(words(first.what()), value, limit);
  }

  private static String good(List<Evidence> evidence, String value, String limit) {
    Evidence gap = evidence.get(1);
    return "It is good: %s is %s where %s has %s%s, and the gap to training is %s (up to %s is chance)."
        .formatted(
            words(evidence.getFirst().what()),
            value,
            constant(evidence),
            limit,
            linear(evidence).map(DiagnosisText::besideLinear).orElse(""),
            number(gap.value()),
            number(gap.limit()));
  }

  private static String constant(List<Evidence> evidence) {
    boolean weighted = evidence.stream().anyMatch(it -> it.what().endsWith("_weighted_constant"));
    return "the constant answer" + (weighted ? " for classes weighted so" : "");
  }

  private static Optional<Evidence> linear(List<Evidence> evidence) {
    return evidence.stream().filter(it -> it.what().endsWith("_beside_linear")).findFirst();
  }

  private static String besideLinear(Evidence linear) {
    String ahead = isAhead(linear) ? ", ahead by no more than chance" : "";
    return " and a linear one " + number(linear.limit()) + ahead;
  }

  private static boolean isAhead(Evidence linear) {
    return linear.value() != null && linear.limit() != null && linear.limit() >= linear.value();
  }

  /** The measure that is compared, as one says it. */
  private static String words(String what) {
    return what.replaceFirst("_(beside_.*|gap|lead)$", "")
        .replaceFirst("^linear_", "")
        .replaceFirst("^train_", "training ")
        .replaceFirst("^validation_", "validation ")
        .replace("r2", "R²")
        .replace('_', ' ');
  }

  /** Up to four figures. */
  static String number(@Nullable Double value) {
    return value == null ? "not finite" : Spelling.number(value, FIGURES);
  }

  /**
   * @param leaked validation rows that are training rows too
   */
  static List<String> advice(Verdict verdict, List<Evidence> evidence, long leaked) {
    List<String> all = new ArrayList<>(advice(verdict, evidence.getFirst()));
    boolean fits = verdict == Verdict.GOOD || verdict == Verdict.OVERFITTING;
    if (fits && linear(evidence).filter(DiagnosisText::isAhead).isPresent()) {
      all.add("a linear answer does as well: one affine layer may be enough");
    }
    if (leaked > 0) {
      all.add(
          "part the rows by \"group\" or remove doubles: validation rows that are training rows too"
              + " tell nothing of others");
    }
    return all;
  }

  /** That there were better weights than those that are kept. */
  static void earlier(
      Verdict verdict, Diagnosis.Epoch best, Diagnosis.Epoch kept, List<String> advice) {
    if (verdict == Verdict.OVERFITTING && best.number() < kept.number()) {
      advice.add(
          "epoch %d was the best: \"keep\": \"best\" keeps its weights".formatted(best.number()));
    }
  }

  private static List<String> advice(Verdict verdict, Evidence first) {
    boolean ofRows = first.what().startsWith("validation_rows");
    boolean unfinished = first.what().equals("validation_loss_slope");
    return switch (verdict) {
      case DIVERGING -> List.of("lower the learning rate, or set clip_norm");
      case LEARNT_NOTHING ->
          List.of(
              first.what().equals("weights_moved")
                  ? "raise the learning rate, tenfold at a time, or train longer"
                  : "try a learning rate ten times smaller, then ten times larger; scale the"
                      + " inputs");
      case CANNOT_TELL ->
          List.of(
              ofRows
                  ? "give the validation part at least " + DiagnosisRules.FEWEST_ROWS + " rows"
                  : "give the validation part more rows, or look whether the inputs tell anything"
                      + " of the target");
      case OVERFITTING ->
          List.of("use more rows, fewer units, dropout, weight decay, or early stopping");
      case UNDERFITTING ->
          List.of(
              unfinished
                  ? "train longer"
                  : "train longer, or use more units or layers; where that changes nothing, the"
                      + " inputs tell no more");
      case GOOD -> List.of();
    };
  }

  /** What of the layers is worth a word. */
  static void layers(List<LayerFigures> layers, List<Evidence> evidence, List<String> advice) {
    double largest =
        layers.stream()
            .map(LayerFigures::updateRatio)
            .filter(Objects::nonNull)
            .mapToDouble(it -> it)
            .max()
            .orElse(0);
    double vanishing = Math.min(VANISHING, FAR_BEHIND * largest);
    for (LayerFigures layer : layers) {
      layer(layer, vanishing, evidence, advice);
    }
  }

  private static void layer(
      LayerFigures layer, double vanishing, List<Evidence> evidence, List<String> advice) {
    String name = "layer_" + layer.index() + "_";
    String word = "layer " + layer.index() + ": ";
    if (above(layer.deadShare())) {
      evidence.add(Evidence.of(name + "dead_share", orNaN(layer.deadShare()), HALF));
      advice.add(word + "most units give 0 only; lower the rate, or use fewer units");
    }
    if (above(layer.saturatedShare())) {
      evidence.add(Evidence.of(name + "saturated_share", orNaN(layer.saturatedShare()), HALF));
      advice.add(word + "most units are saturated; lower the rate");
    }
    double ratio = orNaN(layer.updateRatio());
    if (ratio < vanishing) {
      evidence.add(Evidence.of(name + "update_ratio", ratio, vanishing));
      advice.add(word + "its updates vanish; use relu or batch norm");
    } else if (ratio > HALF) {
      evidence.add(Evidence.of(name + "update_ratio", ratio, HALF));
      advice.add(word + "its updates explode; lower the rate");
    }
  }

  private static boolean above(@Nullable Double share) {
    return share != null && share > HALF;
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
