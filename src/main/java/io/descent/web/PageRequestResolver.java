package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code limit} and {@code cursor}; all other parameters are the list's filters. */
final class PageRequestResolver implements HandlerMethodArgumentResolver {

  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == PageRequest.class;
  }

  @Override
  public PageRequest resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest request = (HttpServletRequest) web.getNativeRequest();
    Query query = Query.parse(request.getQueryString());
    Problems problems = new Problems();
    int limit = limit(query, problems);
    long list = fingerprint(request.getRequestURI(), query);
    Optional<UUID> before = before(query, list, problems);
    problems.throwIfAny();
    return new PageRequest(limit, before, list);
  }

  private static int limit(Query query, Problems problems) {
    Optional<String> text = query.first(LIMIT);
    OptionalInt limit =
        text.isEmpty() ? OptionalInt.of(PageRequest.DEFAULT_LIMIT) : whole(text.get());
    if (limit.isEmpty() || limit.getAsInt() < 1 || limit.getAsInt() > PageRequest.MOST) {
      problems.unreadable(LIMIT, "must be a whole number, 1 to " + PageRequest.MOST);
      return PageRequest.DEFAULT_LIMIT;
    }
    return limit.getAsInt();
  }

  private static OptionalInt whole(String text) {
    return text.matches("[0-9]{1,4}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static Optional<UUID> before(Query query, long list, Problems problems) {
    Optional<String> text = query.first(CURSOR);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Cursor> cursor = text.flatMap(Cursor::parse).filter(it -> it.list() == list);
    if (cursor.isEmpty()) {
      problems.unreadable(CURSOR, "must be a next_cursor of this list with these filters");
    }
    return cursor.map(Cursor::last);
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
}
