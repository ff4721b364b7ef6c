package io.descent.job;

/** What a client or a worker may want of a job; {@link Transition} says what comes of it. */
enum JobAction {
  /** A client wants it to stand still. */
  PAUSE,
  /** A client wants it to go on. */
  RESUME,
  /** A client wants it to end. */
  CANCEL,
  /** A worker takes it, for the first time or from a worker that is gone. */
  CLAIM,
  /** The worker that has it lets go before the end. */
  LEAVE,
  /** It came to the epoch at which it waits for others. */
  REST,
  SUCCEED,
  FAIL
}
