package io.descent.dataset;

import io.descent.engine.Pixels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some images that lie together, packed if that leaves so little of them that reading takes less
 * time.
 *
 * @param starts where each begins
 * @param end after the last one; the array may be longer
 */
record PixelSlab(int inputs, byte[] bytes, int[] starts, int end, boolean packed) {

  /** Lines that are read of one row before the next is turned to. */
  static final int STRETCH = 3;

  /** No array is shorter than a stretch of it that is read. */
  private static byte[] room(int bytes) {
    return new byte[Math.max(bytes, STRETCH * InputRows.LINE)];
  }

  /** Room for the pixels of so many images. */
  static byte[] plain(int inputs, int rows) {
    return room(rows * inputs);
  }

  static PixelSlab of(int inputs, byte[] plain, int rows) {
    int[] starts = IntStream.range(0, rows).map(row -> row * inputs).toArray();
    long bytes = 0;
    for (int start : starts) {
      bytes += Pixels.packedSize(inputs, plain, start);
    }
    if (bytes > plain.length / 4 * 3L) {
      return new PixelSlab(inputs, plain, starts, rows * inputs, false);
    }
    byte[] small = room((int) bytes);
    int end = 0;
    for (int i = 0; i < rows; i++) {
      starts[i] = end;
      end = Pixels.pack(inputs, plain, i * inputs, small, end);
    }
    return new PixelSlab(inputs, small, starts, end, true);
  }

  int rows() {
    return starts.length;
  }

  int end(int row) {
    return row + 1 < starts.length ? starts[row + 1] : end;
  }

  /**
   * Of packed rows an order in which the products of a network are cheaper: zeros are skipped where
   * neighbouring rows have them in the same places.
   */
  int[] likeOrder() {
    return SimilarityOrder.order(
        Arrays.stream(starts).mapToObj(start -> Pixels.lit(inputs, bytes, start)).toList());
  }

  PixelSlab inOrder(int[] order) {
    byte[] moved = new byte[bytes.length];
    int[] places = new int[order.length];
    int at = 0;
    for (int i = 0; i < order.length; i++) {
      int length = end(order[i]) - starts[order[i]];
      places[i] = at;
      System.arraycopy(bytes, starts[order[i]], moved, at, length);
      at += length;
    }
    return new PixelSlab(inputs, moved, places, at, packed);
  }
}
