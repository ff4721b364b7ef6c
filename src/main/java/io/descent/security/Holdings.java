package io.descent.security;

import java.util.Map;

/** What one feature keeps of an owner's. */
public interface Holdings {

  /** What is counted. */
  enum Kind {
    DATASETS,
    JOBS,
    UNFINISHED_JOBS,
    MODELS
  }

  /**
   * @param bytes stored for all of them together; 0 of what is not counted by its bytes
   */
  record Held(long count, long bytes) {}

  Map<Kind, Held> of(Owner owner);
}
