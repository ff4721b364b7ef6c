package io.descent.engine.schedule;

/** The learning rate of each epoch, in double by StrictMath. */
public sealed interface Schedule {

  /**
   * @param base the optimizer's learning rate
   * @param epoch from 0
   */
  double lr(double base, int epoch);

  /** lr = base. */
  record Constant() implements Schedule {
    @Override
    public double lr(double base, int epoch) {
      return base;
    }
  }

  /** lr = base · gamma^⌊epoch / size⌋. */
  record Step(int size, double gamma) implements Schedule {
    @Override
    public double lr(double base, int epoch) {
      return base * StrictMath.pow(gamma, epoch / size);
    }
  }

  /** lr = base · gamma^epoch. */
  record Exponential(double gamma) implements Schedule {
    @Override
    public double lr(double base, int epoch) {
      return base * StrictMath.pow(gamma, epoch);
    }
  }

  /**
   * lr = min + ½ (base − min) (1 + cos(π epoch / total)), and min after total (Loshchilov and
   * Hutter 2017).
   */
  record Cosine(int total, double min) implements Schedule {
    @Override
    public double lr(double base, int epoch) {
      return cosine(base, epoch, total, min);
    }
  }

  /**
   * lr = base · (start + (1 − start) · epoch / warmup) before warmup, then {@link Cosine} over the
   * epochs left.
   */
  record WarmupCosine(int warmup, double start, int total, double min) implements Schedule {
    @Override
    public double lr(double base, int epoch) {
      if (epoch < warmup) {
        return base * (start + (1 - start) * epoch / warmup);
      }
      return cosine(base, epoch - warmup, Math.max(1, total - warmup), min);
    }
  }

  private static double cosine(double base, int epoch, int total, double min) {
    double angle = Math.PI * Math.min(epoch, total) / total;
    return min + 0.5 * (base - min) * (1 + StrictMath.cos(angle));
  }
}
