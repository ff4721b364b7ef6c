package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/**
 * Which tags a list's items have, all of them. A controller takes it as an argument; it is read
 * from {@code ?tag=key:value}, which may be repeated and is never parted at commas.
 *
 * @param words each {@code key:value}
 */
public record TagFilter(List<String> words) {

  static final String TAG = "tag";

  static TagFilter of(HttpServletRequest request) {
    Problems problems = new Problems();
    List<String> words = Query.parse(request.getQueryString()).all(TAG);
    words.stream()
        .filter(word -> word.indexOf(':') < 1)
        .forEach(
            word -> problems.unreadable(TAG, "must be key:value, is " + Spelling.quoted(word)));
    if (words.size() > Limits.TAGS) {
      problems.unreadable(TAG, "may be given " + Limits.TAGS + " times, is " + words.size());
    }
    problems.throwIfAny();
    return new TagFilter(words);
  }
}
