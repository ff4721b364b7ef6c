package io.descent.run;

/** What a run is to do next; a later one is stronger. */
enum Signal {
  GO,
  /** Keep a state, and let go of the job for one of another owner. */
  MAKE_ROOM,
  /** Keep a state, and let go of the job. */
  SAVE_AND_LEAVE,
  /** Let go of the job. */
  LEAVE,
  /** The job is another's now: write nothing. */
  LOST
}
