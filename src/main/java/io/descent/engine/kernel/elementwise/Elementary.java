package io.descent.engine.kernel.elementwise;

/**
 * Elementary functions on float32, each one list of exactly rounded operations, so that lanes and
 * scalars, and any two machines, give the same bits. The lane version of a function performs the
 * same operations in the same order and blends where this one branches.
 *
 * <p>The polynomials are fits of this project: weighted minimax (Lawson), coefficients rounded to
 * float one after another with the rest fitted again. Largest errors, over all floats: {@code exp}
 * 1 ulp, {@code tanh} and {@code erf} 2 ulp, {@code sigmoid} 2.5 ulp.
 */
public final class Elementary {

  static final float EXP_MIN = -87f;
  static final float EXP_MAX = 88f;
  static final float LOG2_E = 1.442695f;
  static final float LN2_HIGH = 0.6931472f;
  static final float LN2_LOW = -1.9046542e-9f;

  /** Adding and taking away 1.5 · 2²³ rounds to a whole number, ties to even. */
  static final float ROUND = 12582912f;

  static final float EXP_2 = 0.5f;
  static final float EXP_3 = 0.16666665673255920f;
  static final float EXP_4 = 0.04166645556688309f;
  static final float EXP_5 = 0.008333569392561913f;
  static final float EXP_6 = 0.0013935933820903301f;
  static final float EXP_7 = 0.00019742691074497998f;

  static final float TANH_SMALL = 0.6f;
  static final float TANH_3 = -0.33333298563957214f;
  static final float TANH_5 = 0.13331936299800873f;
  static final float TANH_7 = -0.05378471687436104f;
  static final float TANH_9 = 0.02079862542450428f;
  static final float TANH_11 = -0.005897966679185629f;

  static final float ERF_SMALL = 0.921875f;
  static final float ERF_LARGEST = 4f;
  static final float ERF_1 = 0.12837915122509003f;
  static final float ERF_3 = -0.37612488865852356f;
  static final float ERF_5 = 0.11281730979681015f;
  static final float ERF_7 = -0.026762966066598892f;
  static final float ERF_9 = 0.004987352527678013f;
  static final float ERF_11 = -0.0005959583795629442f;
  static final float ERFC_0 = -0.0001746860652929172f;
  static final float ERFC_1 = 0.1295149326324463f;
  static final float ERFC_2 = 0.6333469152450562f;
  static final float ERFC_3 = 0.10828006267547607f;
  static final float ERFC_4 = -0.025119397789239883f;
  static final float ERFC_5 = 0.004171046894043684f;
  static final float ERFC_6 = -0.0004344583721831441f;
  static final float ERFC_7 = 2.1094632757012732e-5f;

  static final float SQRT_HALF = 0.70710678f;
  static final float INV_SQRT_2PI = 0.39894228f;
  static final float GELU_ROOT = 0.7978846f;
  static final float GELU_CUBIC = 0.044715f;
  static final float GELU_CUBIC_3 = 0.134145f;

  /** Beyond this square the tanh in GELU is ±1; a bound keeps 0 · ∞ away. */
  static final float GELU_SQUARE_MAX = 1e6f;

  private Elementary() {}

  /**
   * e to the x, for x held to [−87, 88]: with n = round(x / ln 2) and r = x − n ln 2, 2ⁿ times a
   * polynomial of degree 7 in r.
   */
  public static float exp(float x) {
    float c = Math.max(EXP_MIN, Math.min(EXP_MAX, x));
    float n = Math.fma(c, LOG2_E, ROUND) - ROUND;
    float r = Math.fma(-n, LN2_HIGH, c);
    r = Math.fma(-n, LN2_LOW, r);
    float p = Math.fma(EXP_7, r, EXP_6);
    p = Math.fma(p, r, EXP_5);
    p = Math.fma(p, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(p * r, r, r) + 1f;
    return p * Float.intBitsToFloat(((int) n + 127) << 23);
  }

  /** 1 / (1 + e⁻ˣ), by e to the −|x|, which never overflows. */
  public static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x < 0f ? e : 1f) / (1f + e);
  }

  /** An odd polynomial of degree 11 below 0.6, else ±(1 − 2 / (e²ˣ + 1)). */
  public static float tanh(float x) {
    float t = Math.abs(x);
    if (t < TANH_SMALL) {
      float s = x * x;
      float p = Math.fma(TANH_11, s, TANH_9);
      p = Math.fma(p, s, TANH_7);
      p = Math.fma(p, s, TANH_5);
      p = Math.fma(p, s, TANH_3);
      return Math.fma(p * s, x, x);
    }
    return Math.copySign(1f - 2f / (exp(t + t) + 1f), x);
  }

  /** An odd polynomial of degree 11 below 0.92, else ±(1 − exp(polynomial of degree 7)). */
  public static float erf(float x) {
    float t = Math.abs(x);
    if (t < ERF_SMALL) {
      float s = x * x;
      float p = Math.fma(ERF_11, s, ERF_9);
      p = Math.fma(p, s, ERF_7);
      p = Math.fma(p, s, ERF_5);
      p = Math.fma(p, s, ERF_3);
      p = Math.fma(p, s, ERF_1);
      return Math.fma(p, x, x);
    }
    float c = Math.min(t, ERF_LARGEST);
    float q = Math.fma(ERFC_7, c, ERFC_6);
    q = Math.fma(q, c, ERFC_5);
    q = Math.fma(q, c, ERFC_4);
    q = Math.fma(q, c, ERFC_3);
    q = Math.fma(q, c, ERFC_2);
    q = Math.fma(q, c, ERFC_1);
    q = Math.fma(q, c, ERFC_0);
    return Math.copySign(1f - exp(-(q + c)), x);
  }

  /** GELU, x Φ(x) = ½ x (1 + erf(x / √2)). */
  public static float gelu(float x) {
    float half = 0.5f * x;
    return Math.fma(half, erf(x * SQRT_HALF), half);
  }

  /** The derivative of {@link #gelu}, Φ(x) + x φ(x). */
  public static float geluSlope(float x) {
    float cdf = Math.fma(0.5f, erf(x * SQRT_HALF), 0.5f);
    float pdf = exp(-0.5f * (x * x)) * INV_SQRT_2PI;
    return Math.fma(x, pdf, cdf);
  }

  /** GELU by tanh, ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). */
  public static float geluTanh(float x) {
    float half = 0.5f * x;
    return Math.fma(half, tanh(geluArgument(x, geluSquare(x))), half);
  }

  /** The derivative of {@link #geluTanh}. */
  public static float geluTanhSlope(float x) {
    float s = geluSquare(x);
    float t = tanh(geluArgument(x, s));
    float inner = GELU_ROOT * Math.fma(GELU_CUBIC_3, s, 1f);
    return Math.fma((0.5f * x) * Math.fma(-t, t, 1f), inner, Math.fma(0.5f, t, 0.5f));
  }

  private static float geluSquare(float x) {
    return Math.min(x * x, GELU_SQUARE_MAX);
  }

  private static float geluArgument(float x, float square) {
    return (GELU_ROOT * x) * Math.fma(GELU_CUBIC, square, 1f);
  }
}
