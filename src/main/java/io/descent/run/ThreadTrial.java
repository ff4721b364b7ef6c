package io.descent.run;

import java.time.Duration;

/**
 * How many threads the steps of a training get of those it may have: one or all, whichever took
 * less time when both were tried, in turns. It is tried again from time to time, since small steps
 * are slower with several threads and what else the machine does changes that; trials take a
 * fiftieth of the time at most, or six steps a minute where steps are long. No bit depends on it.
 */
final class ThreadTrial {

  private static final int TURNS = 6;
  private static final long TURN = Duration.ofMillis(5).toNanos();
  private static final long LEAST_HOLD = Duration.ofSeconds(2).toNanos();
  private static final long LONGEST_HOLD = Duration.ofMinutes(1).toNanos();
  private static final int HOLD = 50;

  private final NanoClock nanos;
  private int most = 1;
  private boolean all;

  /** Of the trial, from 0; {@link #TURNS} where none goes on. */
  private int turn = TURNS;

  private double fastestOne;
  private double fastestAll;
  private long trialBegan;
  private long stepBegan;
  private long spent;
  private int steps;
  private long heldUntil;

  ThreadTrial(NanoClock nanos) {
    this.nanos = nanos;
  }

  /**
   * For the step that begins now.
   *
   * @param allowed the most threads that it may have
   */
  int threads(int allowed) {
    if (allowed == 1 && most == 1) {
      return 1;
    }
    stepBegan = nanos.nanos();
    if (allowed != most) {
      most = allowed;
      begin();
    }
    return all ? most : 1;
  }

  /**
   * The step has ended.
   *
   * @param learnt whether it learnt from a batch; only such steps count
   */
  void ended(boolean learnt) {
    if (most == 1 || !learnt) {
      return;
    }
    long now = nanos.nanos();
    if (turn < TURNS) {
      spent += now - stepBegan;
      steps++;
      endTurn(now);
    } else if (now - heldUntil >= 0) {
      begin();
    }
  }

  private void begin() {
    fastestOne = Double.POSITIVE_INFINITY;
    fastestAll = Double.POSITIVE_INFINITY;
    trialBegan = stepBegan;
    turn(0);
  }

  private void turn(int number) {
    turn = number;
    all = most > 1 && number % 2 == 1;
    spent = 0;
    steps = 0;
  }

  private void endTurn(long now) {
    if (spent < TURN) {
      return;
    }
    double each = (double) spent / steps;
    if (all) {
      fastestAll = Math.min(fastestAll, each);
    } else {
      fastestOne = Math.min(fastestOne, each);
    }
    turn(turn + 1);
    if (turn == TURNS) {
      all = fastestAll < fastestOne;
      heldUntil = now + Math.clamp(HOLD * (now - trialBegan), LEAST_HOLD, LONGEST_HOLD);
    }
  }
}
