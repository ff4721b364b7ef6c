package io.descent.security;

import java.util.Optional;
import java.util.UUID;

/** A kind of thing that a request may call by its name instead of its id. */
public interface Named {

  /** As it stands in paths, for example {@code datasets}. */
  String collection();

  /** What one of them is called in a sentence. */
  String thing();

  /** The newest of its owner that has this name. */
  Optional<UUID> newest(Owner owner, String name);
}
