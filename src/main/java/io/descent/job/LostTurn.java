package io.descent.job;

/** The job is no longer this worker's: another took it, or it is gone. */
public final class LostTurn extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostTurn(Turn turn) {
    super("job " + turn.job() + " is no longer held by attempt " + turn.attempt());
  }
}
