package io.descent.dataset;

import java.util.Optional;
import java.util.UUID;

/** Implemented by those who need data sets to stay: asked, in the transaction that deletes one. */
public interface DatasetUse {

  /** What still uses a data set, in words, such as {@code job 0197…}. */
  Optional<String> userOf(UUID dataset);
}
