package io.descent.model;

import java.util.Optional;
import java.util.UUID;

/** Implemented by those who need models to stay: asked, in the transaction that deletes one. */
public interface ModelUse {

  /** What still uses a model, in words, such as {@code job 0197…}. */
  Optional<String> userOfModel(UUID model);
}
