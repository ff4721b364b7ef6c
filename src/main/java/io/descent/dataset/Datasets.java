package io.descent.dataset;

import io.descent.security.Owner;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds data sets and reads their rows. */
public interface Datasets {

  /** What others need to know of a data set. */
  record Facts(Owner owner, UUID id, String name, String sha256, Schema schema) {

    /** The same data set, its rows seen in another form. */
    public Facts as(Schema other) {
      return new Facts(owner, id, name, sha256, other);
    }
  }

  /** Empty where there is none, or where it is another owner's. */
  java.util.Optional<Facts> find(Owner owner, UUID id);

  /** The newest of this name. */
  default java.util.Optional<UUID> newest(Owner owner, String name) {
    return java.util.Optional.empty();
  }

  /**
   * Streams all rows in order. Damage is an {@link java.io.UncheckedIOException} naming the place.
   */
  void blocks(Facts dataset, Consumer<RowBlock> consumer);

  /** The rows of a data set to be read several times. */
  interface Rows {

    /** As {@link Datasets#blocks}. */
    void blocks(Consumer<RowBlock> consumer);

    /** As {@link Datasets#keys}, of the column that was named. */
    long[] keys();
  }

  /**
   * The rows of a data set, to be read from where they are stored once; a copy of them serves what
   * reads them again.
   *
   * @param keyed the column whose keys are wanted
   * @param copy where to; closed by the caller
   */
  Rows open(Facts dataset, java.util.Optional<String> keyed, RowCopy copy);

  /**
   * What tells rows apart in one column, whatever it is for: the place of a category, the hash of a
   * word, the bits of a number, the part of a column of parts; {@link #NO_KEY} where there is
   * nothing.
   *
   * @param column its name
   */
  long[] keys(Facts dataset, String column);

  /** The key of a row that has nothing in a column. */
  long NO_KEY = BlockReader.MISSING_KEY;

  /**
   * Joins the caller's transaction and touches the data set's row, so that deleting it at the same
   * moment conflicts. False where there is none.
   */
  boolean claim(Owner owner, UUID id);

  /**
   * As {@link #claim}, of several: in one order everywhere, or two callers would wait for each
   * other. The first that is not there, if any.
   */
  default Optional<UUID> claimAll(Owner owner, Stream<UUID> ids) {
    return ids.distinct().sorted().filter(id -> !claim(owner, id)).findFirst();
  }
}
