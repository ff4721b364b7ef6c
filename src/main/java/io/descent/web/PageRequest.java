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
 *
 * @param list fingerprint of the list and its filters, which the next cursor carries
 */
public record PageRequest(int limit, Optional<UUID> before, long list) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int MOST = 200;

  /** The first page of a list that no client pages through. */
  public static PageRequest first(int limit) {
    return new PageRequest(limit, Optional.empty(), 0);
  }

  /** Of {@code limit + 1} rows read, the page and the cursor of the next. */
  public <R, T> Page<T> page(List<R> rows, Function<R, UUID> id, Function<R, T> view) {
    List<T> items = rows.stream().limit(limit).map(view).toList();
    if (rows.size() <= limit) {
      return new Page<>(items, null);
    }
    return new Page<>(items, new Cursor(list, id.apply(rows.get(limit - 1))).text());
  }
}
