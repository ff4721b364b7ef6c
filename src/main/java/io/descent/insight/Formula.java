package io.descent.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What one node of the graph computes, in words of mathematics.
 *
 * @param forward what it gives
 * @param backward what flows back: the chain rule's product, a line for each gradient
 */
record Formula(Line forward, List<Line> backward) {

  /** The same line as plain text and as LaTeX. */
  @Schema(name = "FormulaLine")
  record Line(String text, String latex) {

    /** The LaTeX as MathML. */
    @JsonProperty
    String mathml() {
      return MathMl.of(latex);
    }
  }

  static Line line(String text, String latex) {
    return new Line(text, latex);
  }
}
