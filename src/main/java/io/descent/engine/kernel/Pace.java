package io.descent.engine.kernel;

/**
 * What work takes on this machine, measured once lanes are compiled. It says what is worth sharing
 * out, never what comes of it, so no bit depends on it.
 *
 * @param nanosPerOperation of a product, a multiply-add counting as two
 * @param nanosPerByte that is read or written
 * @param handoffNanos until another thread has taken a part and its end was seen
 */
public record Pace(double nanosPerOperation, double nanosPerByte, double handoffNanos) {

  private static volatile Pace current = new Pace(0.02, 0.1, 4000);

  public static Pace current() {
    return current;
  }

  public static void measured(Pace pace) {
    current = pace;
  }
}
