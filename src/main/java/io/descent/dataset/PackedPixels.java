package io.descent.dataset;

/**
 * Images in memory, four pixels to a word: word i holds the pixels i, i + words, i + 2 · words and
 * i + 3 · words, lowest byte first.
 *
 * <p>A network sees each pixel divided by 255. The compiler turns loops from int to float into
 * lanes, and loops from byte to float not: gathering is three times as fast from here as from
 * bytes.
 */
record PackedPixels(int pixels) {

  /**
   * 1/255 in two parts; products of the first with a byte are exact, so the sum is rounded once.
   */
  private static final float HIGH = 0x1.01p-8f;

  private static final float LOW = (float) (1 / 255.0 - HIGH);

  /** Words of one image. */
  int words() {
    return Math.ceilDiv(pixels, Integer.BYTES);
  }

  void pack(byte[] image, int from, int[] into, int at) {
    int shift = 0;
    for (int first = 0; first < pixels; first += words()) {
      for (int i = 0; i < Math.min(words(), pixels - first); i++) {
        into[at + i] |= (image[from + first + i] & 0xff) << shift;
      }
      shift += Byte.SIZE;
    }
  }

  /** Each pixel divided by 255, as {@link Encoding#encodePixels} computes it. */
  void encode(int[] image, int from, float[] into, int at) {
    for (int first = 0; first < pixels; first += words()) {
      int count = Math.min(words(), pixels - first);
      unpack(image, from, count, first / words() * Byte.SIZE, into, at + first);
    }
    for (int i = at; i < at + pixels; i++) {
      into[i] = into[i] * HIGH + into[i] * LOW;
    }
  }

  private static void unpack(int[] image, int from, int count, int shift, float[] into, int at) {
    for (int i = 0; i < count; i++) {
      into[at + i] = image[from + i] >>> shift & 0xff;
    }
  }
}
