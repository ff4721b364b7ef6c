package io.descent.job;

import io.descent.security.Owner;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Implemented by sweeps: what jobs need of them. */
public interface TrialWatch {

  /**
   * Holds the sweep until the end of the transaction. Whoever changes a trial does so first, so
   * that of two that change several nobody waits for the other.
   */
  void hold(UUID sweep);

  /**
   * The trial was let go of: it ended, it waits, or it is in the queue again. Told in the
   * transaction that does so, and that holds the sweep.
   */
  void left(UUID sweep, UUID trial);

  /** The time of the sweep is over: it is cancelled with all its trials. */
  void expire(UUID sweep);

  /** A problem of kind NOT_FOUND without the sweep. */
  void require(Owner owner, UUID sweep);

  /**
   * What differs between the trials, by pointers: of each trial in their order. A problem of kind
   * NOT_FOUND without the sweep.
   */
  List<Map<String, JsonNode>> points(Owner owner, UUID sweep);
}
