package io.descent.model;

import io.descent.engine.LossSpec;
import io.descent.web.Interval;
import io.descent.web.ProblemException;
import io.descent.web.Problems;

/** The probability from which the second of two classes is answered. */
public final class Threshold {

  public static final Interval RANGE = Interval.between(0, 1);

  private Threshold() {}

  /**
   * Whether a model gives a probability of the second of two classes.
   *
   * @param loss its name in JSON
   */
  static boolean isFor(int classes, String loss) {
    return classes == 2 && !loss.equals(LossSpec.MSE.type());
  }

  /**
   * @throws ProblemException where a model gives no such probability
   */
  static void require(boolean given) {
    Problems problems = new Problems();
    if (!given) {
      problems.invalid("/threshold", "is for probabilities of two classes, which it does not give");
    }
    problems.throwIfAny();
  }
}
