package io.descent.dataset;

import io.descent.engine.Shape;
import io.descent.web.FieldError;
import io.descent.web.FileProblems;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.util.Arrays;
import java.util.List;

/** The columns of a table that are the pixels of images, channel by channel. */
final class PixelColumns {

  private final Shape shape;
  private final List<String> names;
  private final FileProblems problems;
  private final int[] places;
  private final int size;
  private final byte[] pixels;

  /**
   * @param inputs the places of the columns
   */
  PixelColumns(
      Shape shape, List<Integer> inputs, List<String> names, int blockRows, FileProblems problems) {
    if (shape.size() != inputs.size()) {
      throw ProblemException.fields(
          ProblemKind.INVALID,
          List.of(
              new FieldError(
                  "image",
                  "an image of %s has %d pixels, but there are %d columns for them"
                      .formatted(shape, shape.size(), inputs.size()))));
    }
    this.shape = shape;
    this.names = names;
    this.problems = problems;
    this.size = inputs.size();
    this.places = new int[names.size()];
    Arrays.fill(places, -1);
    for (int i = 0; i < size; i++) {
      places[inputs.get(i)] = i;
    }
    this.pixels = new byte[blockRows * size];
  }

  void add(int row, int column, char[] text, int from, int length, long line) {
    double value = NumberText.parse(text, from, length);
    if (value >= 0 && value <= 255 && value == Math.rint(value)) {
      pixels[row * size + places[column]] = (byte) value;
    } else {
      problems.add(
          line,
          names.get(column),
          "a pixel must be a whole number from 0 to 255, is "
              + Spelling.quoted(new String(text, from, length)));
    }
  }

  /** What tells a row from others. */
  long lastKey(int row) {
    long key = 1;
    for (int i = row * size; i < row * size + size; i++) {
      key = key * 0x100000001b3L + pixels[i];
    }
    return key;
  }

  byte[] pixels() {
    return pixels;
  }

  int size() {
    return size;
  }

  Shape shape() {
    return shape;
  }
}
