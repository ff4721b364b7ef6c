package io.descent.spec;

/** How large a training may be that is accepted. */
@FunctionalInterface
public interface TrainingRoom {

  /** Bytes that the largest of all processes that train now has for its trainings. */
  long largest();
}
