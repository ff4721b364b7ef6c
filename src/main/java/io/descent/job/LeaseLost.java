package io.descent.job;

/** The job is no longer this worker's: another took it, or it is gone. */
public final class LeaseLost extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LeaseLost(Lease lease) {
    super("job " + lease.job() + " is no longer held by attempt " + lease.attempt());
  }
}
