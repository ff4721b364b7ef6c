package io.descent.spec;

import io.descent.dataset.Datasets;
import io.descent.dataset.Schema;
import io.descent.security.Owner;
import java.util.Optional;
import java.util.UUID;

/** The data sets that an owner's training may be tested on. */
public interface TestDatasets {

  Optional<Schema> schema(UUID id);

  /** The newest of this name. */
  default Optional<UUID> newest(String name) {
    return Optional.empty();
  }

  static TestDatasets of(Datasets datasets, Owner owner) {
    return new TestDatasets() {
      @Override
      public Optional<Schema> schema(UUID id) {
        return datasets.find(owner, id).map(Datasets.Facts::schema);
      }

      @Override
      public Optional<UUID> newest(String name) {
        return datasets.newest(owner, name);
      }
    };
  }
}
