package io.descent.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers distinct values in the order of their first appearance, and counts each. */
final class CategoryIndex<K> {

  /** A value seen so far. */
  static final class Entry {
    final int code;
    long rows;

    private Entry(int code) {
      this.code = code;
    }
  }

  private final Map<K, Entry> entries = new HashMap<>();
  private final List<K> values = new ArrayList<>();

  /** Counts a value where it is known or there are fewer than {@code most}; −1 elsewhere. */
  int count(K value, int most) {
    Entry entry = entries.get(value);
    if (entry == null) {
      if (values.size() >= most) {
        return -1;
      }
      entry = new Entry(values.size());
      entries.put(value, entry);
      values.add(value);
    }
    entry.rows++;
    return entry.code;
  }

  int size() {
    return values.size();
  }

  /** In the order of their codes. */
  List<K> values() {
    return values;
  }

  long rows(K value) {
    Entry entry = entries.get(value);
    return entry == null ? 0 : entry.rows;
  }
}
