package io.descent.insight;

import static io.descent.insight.Formula.line;

import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.insight.Formula.Line;
import java.util.List;

/**
 * The formula of each layer and loss. x goes into a node and y comes out; dy = ∂L/∂y flows into it
 * from behind, and dx = ∂L/∂x = dy · ∂y/∂x goes on, for a batch of n rows.
 */
final class Formulas {

  private Formulas() {}

  static Formula of(LayerSpec layer) {
    return switch (layer) {
      case LayerSpec.Affine _ -> affine();
      case LayerSpec.Conv2d _ -> convolution();
      case LayerSpec.MaxPool2d _ -> maxPool();
      case LayerSpec.AvgPool2d _ -> averagePool();
      case LayerSpec.BatchNorm _ -> batchNorm();
      case LayerSpec.Dropout d -> dropout(d.rate());
      case LayerSpec.Flatten _ -> flatten();
      case LayerSpec.Softmax _ -> softmax();
      case LayerSpec.Relu _ -> relu();
      case LayerSpec.LeakyRelu l -> leakyRelu(l.slope());
      case LayerSpec.Gelu g -> g.tanh() ? geluTanh() : gelu();
      case LayerSpec.Sigmoid _ -> sigmoid();
      case LayerSpec.Tanh _ -> tanh();
    };
  }

  static Formula of(LossSpec loss) {
    return switch (loss) {
      case SOFTMAX_CE ->
          formula(
              line(
                  "p = softmax(y), L = −1/n Σ t_k log p_k",
                  "p_k = \\frac{e^{y_k}}{\\sum_j e^{y_j}},\\quad"
                      + " L = -\\frac{1}{n}\\sum t_k \\log p_k"),
              line("dy = (p − t) / n", "\\partial L/\\partial y = (p - t)/n"));
      case MSE ->
          formula(
              line("L = 1/n Σ ½ (y − t)²", "L = \\frac{1}{n}\\sum \\tfrac{1}{2}(y - t)^2"),
              line("dy = (y − t) / n", "\\partial L/\\partial y = (y - t)/n"));
      case CROSS_ENTROPY ->
          formula(
              line("L = −1/n Σ t_k log y_k", "L = -\\frac{1}{n}\\sum t_k \\log y_k"),
              line("dy = −t / (n·y)", "\\partial L/\\partial y = -t/(n\\,y)"));
      case BCE_LOGITS ->
          formula(
              line(
                  "p = 1/(1 + e^−y), L = −1/n Σ t log p + (1 − t) log(1 − p)",
                  "p = \\sigma(y),\\quad"
                      + " L = -\\frac{1}{n}\\sum t\\log p + (1 - t)\\log(1 - p)"),
              line("dy = (p − t) / n", "\\partial L/\\partial y = (p - t)/n"));
    };
  }

  private static Formula affine() {
    return formula(
        line("y = xW + b", "y = xW + b"),
        line("dW = xᵀ·dy", "\\partial L/\\partial W = x^\\top\\,\\partial y"),
        line("db = Σ_rows dy", "\\partial L/\\partial b = \\sum_{rows} \\partial y"),
        line("dx = dy·Wᵀ", "\\partial L/\\partial x = \\partial y\\,W^\\top"));
  }

  private static Formula convolution() {
    return formula(
        line(
            "y[o,i,j] = Σ_c,u,v x[c, i·s+u−p, j·s+v−p]·W[o,c,u,v] + b[o]",
            "y_{o,i,j} = \\sum_{c,u,v} x_{c,\\,is+u-p,\\,js+v-p}\\,W_{o,c,u,v} + b_o"),
        line(
            "dW[o,c,u,v] = Σ_n,i,j dy[o,i,j]·x[c, i·s+u−p, j·s+v−p]",
            "\\partial L/\\partial W_{o,c,u,v} ="
                + " \\sum_{n,i,j} \\partial y_{o,i,j}\\,x_{c,\\,is+u-p,\\,js+v-p}"),
        line(
            "db[o] = Σ_n,i,j dy[o,i,j]",
            "\\partial L/\\partial b_o = \\sum_{n,i,j} \\partial y_{o,i,j}"),
        line(
            "dx[c,a,b] = Σ dy[o,i,j]·W[o,c,u,v] over all (o,i,j,u,v) that read x[c,a,b]",
            "\\partial L/\\partial x_{c,a,b} ="
                + " \\sum_{is+u-p=a,\\;js+v-p=b} \\partial y_{o,i,j}\\,W_{o,c,u,v}"));
  }

  private static Formula maxPool() {
    return formula(
        line(
            "y[i,j] = max of x over the window (the first of equals)",
            "y_{i,j} = \\max_{(a,b)\\in window(i,j)} x_{a,b}"),
        line(
            "dx[a,b] = Σ dy[i,j] over the windows whose maximum is x[a,b]",
            "\\partial L/\\partial x_{a,b} ="
                + " \\sum_{(i,j):\\,\\arg\\max = (a,b)} \\partial y_{i,j}"));
  }

  private static Formula averagePool() {
    return formula(
        line(
            "y[i,j] = mean of x over the window of k values",
            "y_{i,j} = \\frac{1}{k}\\sum_{(a,b)\\in window(i,j)} x_{a,b}"),
        line(
            "dx[a,b] = Σ dy[i,j] / k over the windows that hold x[a,b]",
            "\\partial L/\\partial x_{a,b} ="
                + " \\frac{1}{k}\\sum_{(i,j):\\,(a,b)\\in window} \\partial y_{i,j}"));
  }

  private static Formula batchNorm() {
    return formula(
        line(
            "z = (x − μ)/√(σ² + ε), y = γ·z + β, with μ and σ² of the batch, per channel",
            "z = \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}},\\quad y = \\gamma z + \\beta"),
        line("dγ = Σ dy·z", "\\partial L/\\partial \\gamma = \\sum \\partial y\\,z"),
        line("dβ = Σ dy", "\\partial L/\\partial \\beta = \\sum \\partial y"),
        line(
            "dx = γ/√(σ² + ε) · (dy − mean(dy) − z·mean(dy·z))",
            "\\partial L/\\partial x = \\frac{\\gamma}{\\sqrt{\\sigma^2 + \\varepsilon}}"
                + "\\left(\\partial y - \\overline{\\partial y} - z\\,\\overline{\\partial y\\,z}"
                + "\\right)"));
  }

  private static Formula dropout(double rate) {
    String keep = "/(1 − " + rate + ")";
    return formula(
        line("y = m·x" + keep + ", m = 0 or 1 by chance", "y = \\frac{m\\,x}{1 - " + rate + "}"),
        line(
            "dx = m·dy" + keep,
            "\\partial L/\\partial x = \\frac{m\\,\\partial y}{1 - " + rate + "}"));
  }

  private static Formula flatten() {
    return formula(
        line("y = x as one row a sample", "y = \\mathrm{vec}(x)"),
        line(
            "dx = dy in the shape of x",
            "\\partial L/\\partial x = \\mathrm{vec}^{-1}(\\partial y)"));
  }

  private static Formula softmax() {
    return formula(
        line("y_k = e^x_k / Σ_j e^x_j", "y_k = \\frac{e^{x_k}}{\\sum_j e^{x_j}}"),
        line(
            "dx = y ∘ (dy − Σ_k dy_k·y_k)",
            "\\partial L/\\partial x = y \\circ"
                + " \\left(\\partial y - \\sum_k \\partial y_k\\,y_k\\right)"));
  }

  private static Formula relu() {
    return formula(
        line("y = max(x, 0)", "y = \\max(x, 0)"),
        line("dx = dy where x > 0, else 0", "\\partial L/\\partial x = \\partial y\\,[x > 0]"));
  }

  private static Formula leakyRelu(double slope) {
    return formula(
        line(
            "y = x where x > 0, else " + slope + "·x",
            "y = \\max(x, 0) + " + slope + "\\min(x, 0)"),
        line(
            "dx = dy where x > 0, else " + slope + "·dy",
            "\\partial L/\\partial x = \\partial y\\,([x > 0] + " + slope + "\\,[x \\le 0])"));
  }

  private static Formula gelu() {
    return formula(
        line("y = x·Φ(x) = x/2 · (1 + erf(x/√2))", "y = x\\,\\Phi(x)"),
        line(
            "dx = dy·(Φ(x) + x·φ(x))",
            "\\partial L/\\partial x = \\partial y\\,(\\Phi(x) + x\\,\\varphi(x))"));
  }

  private static Formula geluTanh() {
    return formula(
        line(
            "y = x/2 · (1 + tanh u), u = √(2/π)·(x + 0.044715·x³)",
            "y = \\tfrac{x}{2}(1 + \\tanh u),\\quad u = \\sqrt{2/\\pi}\\,(x + 0.044715\\,x^3)"),
        line(
            "dx = dy·(½(1 + tanh u) + x/2·(1 − tanh² u)·u′)",
            "\\partial L/\\partial x = \\partial y\\left(\\tfrac{1}{2}(1 + \\tanh u)"
                + " + \\tfrac{x}{2}(1 - \\tanh^2 u)\\,u'\\right)"));
  }

  private static Formula sigmoid() {
    return formula(
        line("y = 1/(1 + e^−x)", "y = \\frac{1}{1 + e^{-x}}"),
        line("dx = dy·y·(1 − y)", "\\partial L/\\partial x = \\partial y\\,y\\,(1 - y)"));
  }

  private static Formula tanh() {
    return formula(
        line("y = tanh(x)", "y = \\tanh x"),
        line("dx = dy·(1 − y²)", "\\partial L/\\partial x = \\partial y\\,(1 - y^2)"));
  }

  private static Formula formula(Line forward, Line... backward) {
    return new Formula(forward, List.of(backward));
  }
}
