package io.descent.web;

import java.util.Optional;

/** Knows whether what is written now would be kept. */
public interface WriteTrouble {

  /** Why nothing can be stored now, where that is known. */
  Optional<String> trouble();
}
