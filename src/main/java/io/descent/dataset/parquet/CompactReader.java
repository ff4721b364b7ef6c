package io.descent.dataset.parquet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads structures in Thrift's compact protocol, which the metadata of Parquet files are in. A
 * length is believed only where so many bytes follow; else an {@link IllegalArgumentException} or
 * {@link IndexOutOfBoundsException}.
 */
final class CompactReader {

  private static final int DEPTH = 32;

  private final MemorySegment bytes;
  private long at;
  private int structs;

  /**
   * @param structs most of them that there may be
   */
  CompactReader(MemorySegment bytes, int structs) {
    this.bytes = bytes;
    this.structs = structs;
  }

  /** Bytes read so far. */
  long position() {
    return at;
  }

  /**
   * A structure by its field numbers: whole numbers as {@code Long}, true and false as {@code
   * Boolean}, structures as {@code Map}, lists as {@code List}; texts and all else are left out.
   */
  Map<Integer, Object> struct() {
    Map<Integer, Object> fields = new HashMap<>();
    fields(DEPTH, fields);
    return fields;
  }

  /** A whole number without sign. */
  long length() {
    return varint();
  }

  /** Checks a structure and keeps nothing of it. */
  void check() {
    fields(DEPTH, null);
  }

  private void fields(int depth, @org.jspecify.annotations.Nullable Map<Integer, Object> into) {
    if (depth == 0 || --structs < 0) {
      throw new IllegalArgumentException("too many structures");
    }
    int id = 0;
    for (int head = next(); (head & 0x0f) != 0; head = next()) {
      id = head >>> 4 == 0 ? (int) zigzag() : id + (head >>> 4);
      Object value = value(head & 0x0f, depth, into != null, false);
      if (into != null && value != NOTHING) {
        into.put(id, value);
      }
    }
  }

  private static final Object NOTHING = new Object();

  private Object value(int type, int depth, boolean keep, boolean listed) {
    return switch (type) {
      case 1, 2 -> listed ? skip(1) : Boolean.valueOf(type == 1);
      case 3 -> skip(1);
      case 4, 5, 6 -> zigzag();
      case 7 -> skip(8);
      case 8 -> skip(varint());
      case 9, 10 -> list(depth, keep);
      case 11 -> map(depth);
      case 12 -> {
        Map<Integer, Object> fields = keep ? new HashMap<>() : null;
        fields(depth - 1, fields);
        yield fields == null ? NOTHING : fields;
      }
      case 13 -> skip(16);
      default -> throw new IllegalArgumentException("no type " + type);
    };
  }

  private Object list(int depth, boolean keep) {
    int head = next();
    long size = head >>> 4 == 15 ? varint() : head >>> 4;
    expect(size);
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      Object value = value(head & 0x0f, depth, keep, true);
      if (keep) {
        values.add(value);
      }
    }
    return keep ? values : NOTHING;
  }

  private Object map(int depth) {
    long size = varint();
    expect(size);
    int types = size == 0 ? 0 : next();
    for (long i = 0; i < size; i++) {
      value(types >>> 4, depth, false, true);
      value(types & 0x0f, depth, false, true);
    }
    return NOTHING;
  }

  private void expect(long size) {
    if (size < 0 || size > bytes.byteSize() - at) {
      throw new IllegalArgumentException("more is claimed than there is");
    }
  }

  private Object skip(long length) {
    expect(length);
    at += length;
    return NOTHING;
  }

  private int next() {
    return bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = next();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without end");
  }

  private long zigzag() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }
}
