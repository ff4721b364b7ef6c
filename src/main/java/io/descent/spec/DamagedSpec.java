package io.descent.spec;

import io.descent.web.FieldError;
import java.util.List;

/**
 * A stored network or training that cannot be read any more; the message names the place. What
 * depends on it cannot go on, and trying again does not help.
 */
public final class DamagedSpec extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DamagedSpec(List<FieldError> errors) {
    super(
        "what was stored is damaged at %s: %s"
            .formatted(errors.getFirst().pointer(), errors.getFirst().detail()));
  }
}
