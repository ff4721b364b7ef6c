package io.descent.insight;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.descent.engine.LayerFigures;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a training came to, and the numbers that say so.
 *
 * @param summary the verdict as a sentence that names its numbers
 * @param evidence what was compared, the deciding comparison first
 * @param layers as they were measured last
 */
public record Judgement(
    Verdict verdict,
    String summary,
    List<Evidence> evidence,
    List<String> advice,
    List<LayerFigures> layers) {

  public Judgement {
    evidence = List.copyOf(evidence);
    advice = List.copyOf(advice);
    layers = List.copyOf(layers);
  }

  /** In the order in which they are looked for; the first that holds is given. */
  public enum Verdict {
    DIVERGING,
    LEARNT_NOTHING,
    CANNOT_TELL,
    OVERFITTING,
    UNDERFITTING,
    GOOD;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A number beside the one that it is compared with.
   *
   * @param value absent where it is not finite
   * @param limit likewise
   * @param epochs from 1: the one that is meant, or the first and the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Evidence(
      String what,
      @JsonProperty @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double value,
      @JsonProperty @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double limit,
      @Nullable List<Integer> epochs) {

    static Evidence of(String what, double value, double limit, Integer... epochs) {
      return new Evidence(
          what,
          Double.isFinite(value) ? value : null,
          Double.isFinite(limit) ? limit : null,
          epochs.length == 0 ? null : List.of(epochs));
    }
  }
}
