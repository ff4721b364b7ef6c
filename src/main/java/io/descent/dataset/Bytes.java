package io.descent.dataset;

/** Whole numbers of a few bytes, without sign, in either order. */
final class Bytes {

  private Bytes() {}

  static int of(byte[] bytes, int from, int count, boolean little) {
    return little ? little(bytes, from, count) : big(bytes, from, count);
  }

  static int big(byte[] bytes, int from, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | bytes[from + i] & 0xff;
    }
    return value;
  }

  static int little(byte[] bytes, int from, int count) {
    int value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | bytes[from + i] & 0xff;
    }
    return value;
  }
}
