package io.descent.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.LossSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MathMlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x^2 | <msup><mi>x</mi><mn>2</mn></msup>",
        "t_k | <msub><mi>t</mi><mi>k</mi></msub>",
        "b_o^2 | <msubsup><mi>b</mi><mi>o</mi><mn>2</mn></msubsup>",
        "\\frac{1}{n} | <mfrac><mrow><mn>1</mn></mrow><mrow><mi>n</mi></mrow></mfrac>",
        "0.01\\min(x) | <mrow><mn>0.01</mn><mi>min</mi><mo>(</mo><mi>x</mi><mo>)</mo></mrow>",
        "\\mathrm{vec} | <mi>vec</mi>",
        "\\left(u'\\right) | <mrow><mo>(</mo><msup><mi>u</mi><mo>′</mo></msup><mo>)</mo></mrow>",
        "[x > 0] | <mrow><mo>[</mo><mi>x</mi><mo>&gt;</mo><mn>0</mn><mo>]</mo></mrow>",
      })
  void formulasAreTranslated(String latex, String mathml) {
    assertThat(MathMl.of(latex)).isEqualTo("<math>" + mathml + "</math>");
  }

  @ParameterizedTest
  @EnumSource
  void theFormulasOfEveryLossAreTranslated(LossSpec loss) {
    Formula formula = Formulas.of(loss);
    assertThat(formula.forward().mathml()).startsWith("<math>").doesNotContain("\\");
    assertThat(formula.backward()).allSatisfy(line -> assertThat(line.mathml()).isNotEmpty());
  }

  @Test
  void anUnknownCommandIsShownAsItIsWritten() {
    assertThat(MathMl.of("\\wp x"))
        .isEqualTo("<math><mrow><mtext>\\wp</mtext><mi>x</mi></mrow></math>");
    assertThat(MathMl.of("x\\<")).contains("<mtext>\\&lt;</mtext>");
    assertThat(MathMl.of("x\\")).contains("<mtext>\\</mtext>");
  }
}
