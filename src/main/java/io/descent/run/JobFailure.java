package io.descent.run;

/** The job cannot be trained, and the client is told why. */
final class JobFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JobFailure(String why) {
    super(why);
  }
}
