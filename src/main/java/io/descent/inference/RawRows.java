package io.descent.inference;

import io.descent.dataset.Encoding;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Encodes rows in which every value is a number: a category is its index in its column's list, and
 * any other number is no category. Not shareable between threads.
 */
final class RawRows {

  private final Encoding encoding;
  private final int width;
  private final double[] numbers;
  private final int[] categories;

  private final Remarks remarks;
  private final IntFunction<String> places;

  RawRows(Encoding encoding) {
    this(encoding, new Remarks(), element -> "/inputs/0/data/" + element);
  }

  /**
   * @param remarks told of numbers that are no category
   * @param places pointer of an element
   */
  RawRows(Encoding encoding, Remarks remarks, IntFunction<String> places) {
    this.places = places;
    this.remarks = remarks;
    this.encoding = encoding;
    this.width = Math.toIntExact(encoding.inputShape().size());
    this.numbers = new double[encoding.numeric().size()];
    this.categories = new int[encoding.categorical().size()];
  }

  /** Encodes a row of {@code raw} to {@code into[at…]}. */
  void encode(double[] raw, int row, float[] into, int at) {
    int from = row * width;
    if (encoding.ofImages()) {
      requirePixels(raw, from);
      encoding.encodePixels(Arrays.copyOfRange(raw, from, from + width), into, at);
      return;
    }
    List<Integer> order = encoding.order();
    for (int i = 0; i < width; i++) {
      int place = order.get(i);
      if (place >= 0) {
        double value = raw[from + i];
        numbers[place] =
            encoding.numeric().get(place).reading().isMissing(value) ? Double.NaN : value;
      } else {
        categories[-1 - place] = category(-1 - place, raw[from + i], from + i);
      }
    }
    encoding.encode(numbers, categories, into, at);
  }

  private void requirePixels(double[] raw, int from) {
    for (int i = from; i < from + width; i++) {
      if (!ImageInstances.isPixel(raw[i])) {
        throw ProblemException.of(
            ProblemKind.INVALID, "element " + i + " of /inputs/0 must be 0 to 255, is " + raw[i]);
      }
    }
  }

  private int category(int column, double value, int element) {
    Encoding.Categorical known = encoding.categorical().get(column);
    int index = (int) value;
    if (index == value && index >= 0 && index < known.categories().size()) {
      return index;
    }
    if (!Double.isNaN(value)) {
      remarks.unseen(known.column(), "number " + shown(value), places.apply(element));
    }
    return -1;
  }

  private static String shown(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? "" + (long) value : "" + value;
  }
}
