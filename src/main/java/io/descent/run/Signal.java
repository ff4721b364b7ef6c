package io.descent.run;

/** What a run is to do next. */
enum Signal {
  GO,
  /** Keep a state, and let go of the job. */
  SAVE_AND_LEAVE,
  /** Let go of the job. */
  LEAVE,
  /** The job is another's now: write nothing. */
  LOST
}
