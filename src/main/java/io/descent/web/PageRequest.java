package io.descent.web;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which page of a list is asked for: items whose id is smaller than the cursor's, newest first. Ids
 * are UUID version 7, so their order is the order of creation. A controller takes it as an
 * argument; it is read from {@code ?limit=} (1 to 200, default 50) and {@code ?cursor=}. The cursor
 * is bound to the list's filters.
 */
public record PageRequest(int limit, Optional<UUID> before) {

  /** Of {@code limit + 1} rows read, the page and the cursor of the next. */
  public <R, T> Page<T> page(List<R> rows, Function<R, UUID> id, Function<R, T> view) {
    throw new UnsupportedOperationException();
  }
}
