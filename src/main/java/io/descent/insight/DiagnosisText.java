package io.descent.insight;

import io.descent.engine.LayerFigures;
import io.descent.insight.Judgement.Evidence;
import io.descent.insight.Judgement.Verdict;
import java.util.List;

/** Says in words what a training came to. */
final class DiagnosisText {

  private static final double DEAD = 0.5;
  private static final double VANISHING = 1e-7;
  private static final double EXPLODING = 0.5;

  private DiagnosisText() {}

  /** A sentence that names the numbers that the verdict rests on. */
  static String summary(Verdict verdict, List<Evidence> evidence) {
    Evidence first = evidence.getFirst();
    String limit = Diagnosis.number(first.limit());
    Double known = first.value();
    if (known == null) {
      return "It diverges: the training loss is not finite.";
    }
    String value = Diagnosis.number(known);
    String what = first.what().replace('_', ' ');
    return switch (verdict) {
      case DIVERGING ->
          "It diverges: the training loss is %s, more than %s.".formatted(value, limit);
      case LEARNT_NOTHING ->
          "It has learnt nothing: %s is %s, and %s is no better than the constant answer."
              .formatted(what, value, limit);
      case CANNOT_TELL ->
          "It cannot be told: %s rows validate it, and fewer than %s allow no judgement."
              .formatted(value, limit);
      case OVERFITTING ->
          "It over-fits: %s is %s, more than the %s that chance allows."
              .formatted(what, value, limit);
      case UNDERFITTING -> "It under-fits: %s is %s, below %s.".formatted(what, value, limit);
      case GOOD ->
          "It is good: %s is %s where the constant answer has %s, and the gap to training is %s (up to %s is chance)."
              .formatted(
                  what,
                  value,
                  limit,
                  shown(evidence.get(1).value()),
                  Diagnosis.number(evidence.get(1).limit()));
    };
  }

  private static String shown(@org.jspecify.annotations.Nullable Double value) {
    return value == null ? "not finite" : Diagnosis.number(value);
  }

  static List<String> advice(Verdict verdict) {
    return switch (verdict) {
      case DIVERGING -> List.of("lower the learning rate, or set clip_norm");
      case LEARNT_NOTHING ->
          List.of("try a learning rate ten times smaller, then ten times larger; scale the inputs");
      case CANNOT_TELL ->
          List.of("give the validation part at least " + Diagnosis.FEWEST_ROWS + " rows");
      case OVERFITTING ->
          List.of("use more rows, fewer units, dropout, weight decay, or early stopping");
      case UNDERFITTING -> List.of("train longer, or use more units or layers");
      case GOOD -> List.of();
    };
  }

  /** What of a layer is worth a word. */
  static void layer(LayerFigures layer, List<Evidence> evidence, List<String> advice) {
    String name = "layer_" + layer.index() + "_";
    Double dead = layer.deadShare();
    if (dead != null && dead > DEAD) {
      evidence.add(Evidence.of(name + "dead_share", dead, DEAD));
      advice.add("layer %d: most units give 0 only; lower the rate".formatted(layer.index()));
    }
    Double saturated = layer.saturatedShare();
    if (saturated != null && saturated > DEAD) {
      evidence.add(Evidence.of(name + "saturated_share", saturated, DEAD));
      advice.add("layer %d: most units are saturated; lower the rate".formatted(layer.index()));
    }
    Double ratio = layer.updateRatio();
    if (ratio != null && ratio < VANISHING) {
      evidence.add(Evidence.of(name + "update_ratio", ratio, VANISHING));
      advice.add("layer %d: its updates vanish; use relu or batch_norm".formatted(layer.index()));
    } else if (ratio != null && ratio > EXPLODING) {
      evidence.add(Evidence.of(name + "update_ratio", ratio, EXPLODING));
      advice.add("layer %d: its updates explode; lower the rate".formatted(layer.index()));
    }
  }
}
