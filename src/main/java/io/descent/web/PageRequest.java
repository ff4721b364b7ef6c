package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which page of a list is asked for: items whose id is smaller than the cursor's, newest first. Ids
 * are UUID version 7, so their order is the order of creation. A controller takes it as an
 * argument; it is read from {@code ?limit=} (1 to 200, default 50) and {@code ?cursor=}, and all
 * other parameters are the list's filters, to which the cursor is bound.
 *
 * @param at what the cursor keeps beside the id: the value by which a list is sorted
 * @param list fingerprint of the list and its filters, which the next cursor carries
 */
public record PageRequest(int limit, Optional<UUID> before, String at, long list) {
  public static final int DEFAULT_LIMIT = 50;
  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";

  /** After every id of version 7. */
  public static final UUID LAST = new UUID(-1, -1);

  private static final int CURSOR_BYTES = 3 * Long.BYTES;

  static PageRequest of(HttpServletRequest request) {
    Query query = Query.parse(request.getQueryString());
    Problems problems = new Problems();
    int limit = query.first(LIMIT).map(PageRequest::limit).orElse(DEFAULT_LIMIT);
    if (limit < 1 || limit > Limits.PAGE) {
      problems.unreadable(LIMIT, "must be a whole number, 1 to " + Limits.PAGE);
    }
    long list = fingerprint(request.getRequestURI(), query);
    Optional<String> cursor = query.first(CURSOR);
    Optional<ByteBuffer> place = cursor.flatMap(it -> place(it, list));
    if (cursor.isPresent() && place.isEmpty()) {
      problems.unreadable(CURSOR, "must be a next_cursor of this list with these filters");
    }
    problems.throwIfAny();
    Optional<UUID> before = place.map(it -> new UUID(it.getLong(), it.getLong()));
    String at = place.map(it -> StandardCharsets.UTF_8.decode(it).toString()).orElse("");
    return new PageRequest(limit, before, at, list);
  }

  private static int limit(String text) {
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
  }

  /** Of a cursor of this list, opaque to the client: fingerprint, id, value; from the id on. */
  private static Optional<ByteBuffer> place(String cursor, long list) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      return bytes.remaining() >= CURSOR_BYTES && bytes.getLong() == list
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long fingerprint(String path, Query query) {
    MessageDigest digest = Sha256.start();
    add(digest, path);
    query
        .values()
        .forEach(
            (name, values) -> {
              if (!name.equals(LIMIT) && !name.equals(CURSOR)) {
                add(digest, name);
                values.forEach(value -> add(digest, value));
              }
            });
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  // With its length, so that no two lists of words give the same bytes
  private static void add(MessageDigest digest, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  /** The id that those of the page are smaller than; on the first page after every id. */
  public UUID below() {
    return before.orElse(LAST);
  }

  /** Of {@code limit + 1} rows read, the page and the cursor of the next. */
  public <R, T> Page<T> page(List<R> rows, Function<R, UUID> id, Function<R, T> view) {
    return page(rows, id, _ -> "", view);
  }

  /**
   * As {@link #page(List, Function, Function)} of a sorted list.
   *
   * @param value by which it is sorted, as text
   */
  public <R, T> Page<T> page(
      List<R> rows, Function<R, UUID> id, Function<R, String> value, Function<R, T> view) {
    List<T> items = rows.stream().limit(limit).map(view).toList();
    if (rows.size() <= limit) {
      return new Page<>(items, null);
    }
    UUID last = id.apply(rows.get(limit - 1));
    byte[] at = value.apply(rows.get(limit - 1)).getBytes(StandardCharsets.UTF_8);
    ByteBuffer cursor = ByteBuffer.allocate(CURSOR_BYTES + at.length).putLong(list);
    cursor.putLong(last.getMostSignificantBits()).putLong(last.getLeastSignificantBits()).put(at);
    return new Page<>(
        items, Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.array()));
  }
}
