package io.descent.dataset.parquet;

import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * The length that compressed bytes of Snappy begin with. What decompresses them writes as much as
 * it says, wherever the room for it ends, so it must be what the page's head says.
 */
final class SnappyLength {

  // Fields of a page's head
  private static final int TYPE = 1;
  private static final int UNCOMPRESSED = 2;
  private static final int SECOND_FORM = 8;

  // Types of pages
  private static final int INDEX = 1;
  private static final int DATA_V2 = 3;

  private SnappyLength() {}

  /**
   * Whether the bytes of a page become as many as its head says.
   *
   * @param head of the page
   * @param page its bytes
   */
  static boolean agrees(Map<Integer, Object> head, MemorySegment page) {
    // A type is a number of 32 bits, whatever else is written
    int type = head.get(TYPE) instanceof Long number ? number.intValue() : 0;
    if (type == DATA_V2 && head.get(SECOND_FORM) instanceof Map<?, ?> own) {
      return Boolean.FALSE.equals(own.get(7))
          || agrees(page, length(own.get(5)) + length(own.get(6)), length(head.get(UNCOMPRESSED)));
    }
    // An index is not read
    return type == INDEX || agrees(page, 0, length(head.get(UNCOMPRESSED)));
  }

  private static boolean agrees(MemorySegment page, long levels, long uncompressed) {
    if (levels > page.byteSize()) {
      return false;
    }
    MemorySegment data = page.asSlice(levels);
    // A page of levels alone has nothing to decompress
    boolean empty = data.byteSize() == 0 && uncompressed == levels;
    try {
      return empty || new CompactReader(data, 0).length() == uncompressed - levels;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  /** What is no length is longer than any page. */
  private static long length(@org.jspecify.annotations.Nullable Object field) {
    return field instanceof Long length && length >= 0 && length <= Integer.MAX_VALUE
        ? length
        : Integer.MAX_VALUE;
  }
}
