package io.descent.dataset;

import io.descent.dataset.NumberArray.Type;
import io.descent.engine.Shape;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.Warning;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arrays of images, or of the rows of a table, with an array of labels. */
final class ArrayIntake {

  /** An array and its labels, and the part that their rows belong to. */
  record Pair(SplitPart part, TableIntake.Opening values, TableIntake.Opening labels) {}

  private static final int BUFFER = 1 << 16;

  private final Schema.Format format;
  private final List<Pair> pairs;
  private final Limits limits;

  ArrayIntake(Schema.Format format, List<Pair> pairs, Limits limits) {
    this.format = format;
    this.pairs = pairs;
    this.limits = limits;
  }

  /** Whether the arrays are a table: rows and columns. */
  boolean isTable() throws IOException {
    if (format == Schema.Format.IDX) {
      return false;
    }
    try (InputStream in = pairs.getFirst().values().open()) {
      return NumberArray.open(in, "values").shape().length == 2;
    }
  }

  /** Labels of several columns, of which only the first is taken. */
  Optional<Warning> doubt() throws IOException {
    try (InputStream in = pairs.getFirst().labels().open()) {
      long columns = NumberArray.open(in, "labels").rowSize();
      return columns == 1
          ? Optional.empty()
          : Optional.of(
              Warning.of(
                  "several_labels",
                  "The labels have %d columns, of which the first is the class.".formatted(columns),
                  "If they are one-hot, save the number of the class instead (argmax)."));
    }
  }

  Description readImages(BlockWriter writer) throws IOException {
    List<ImageIntake> made = new ArrayList<>();
    int[] first = {};
    for (Pair pair : pairs) {
      try (InputStream images = buffered(pair.values());
          InputStream classes = buffered(pair.labels())) {
        NumberArray pixels = NumberArray.open(images, "images");
        Layout layout = layout(pixels);
        NumberArray labels = labels(classes);
        check(pixels, labels);
        if (made.isEmpty()) {
          made.add(new ImageIntake(format, layout.shape(), limits, writer));
          first = pixels.shape();
        }
        int[] other = pixels.shape();
        other[0] = first[0];
        if (!java.util.Arrays.equals(first, other)) {
          throw FileProblems.of(null, null, "the images of the parts differ in shape");
        }
        if (pairs.size() > 1) {
          made.getFirst().part(pair.part());
        }
        read(pixels, labels, layout, made.getFirst());
      }
    }
    return made.getFirst().finish();
  }

  private static InputStream buffered(TableIntake.Opening opening) throws IOException {
    return new BufferedInputStream(opening.open(), BUFFER);
  }

  /** How the values of an image lie in the array. */
  private record Layout(Shape shape, boolean channelsLast) {}

  private Layout layout(NumberArray pixels) {
    int[] shape = pixels.shape();
    if (shape.length < 3 || pixels.type() != Type.UNSIGNED_BYTE) {
      throw pixels.wrong("unsigned bytes in 3 or 4 dimensions");
    }
    if (pixels.isColumnMajor()) {
      throw pixels.problem("are column-major; save numpy.ascontiguousarray of them");
    }
    boolean last = shape.length == 4 && isChannels(shape[3]) && !isChannels(shape[1]);
    if (shape.length == 4 && !last && !isChannels(shape[1])) {
      throw pixels.problem(
          "have %d × %d × %d values each: neither the first nor the last dimension is 1 or 3 channels"
              .formatted(shape[1], shape[2], shape[3]));
    }
    int channels = shape.length == 3 ? 1 : last ? shape[3] : shape[1];
    int height = shape.length == 3 || last ? shape[1] : shape[2];
    int width = shape.length == 3 || last ? shape[2] : shape[3];
    ImageIntake.check(height, width, (long) height * width * channels, limits);
    return new Layout(Shape.of(channels, height, width), last);
  }

  private static boolean isChannels(int size) {
    return size == 1 || size == 3;
  }

  private static NumberArray labels(InputStream in) throws IOException {
    NumberArray labels = NumberArray.open(in, "labels");
    int[] shape = labels.shape();
    if (shape.length > 2) {
      throw labels.wrong("1 or 2 dimensions");
    }
    if (labels.isColumnMajor()) {
      throw labels.problem("are column-major; save numpy.ascontiguousarray of them");
    }
    return labels;
  }

  private static void check(NumberArray values, NumberArray labels) {
    if (values.rows() != labels.rows()) {
      throw FileProblems.of(
          null,
          null,
          "there are %d %s, but %d labels"
              .formatted(
                  values.rows(), values.shape().length > 2 ? "images" : "rows", labels.rows()));
    }
  }

  private void read(NumberArray pixels, NumberArray labels, Layout layout, ImageIntake into)
      throws IOException {
    LabelReader classes = new LabelReader(labels);
    int size = Math.toIntExact(layout.shape().size());
    byte[] image = new byte[size];
    for (int row = 0; row < pixels.rows(); row++) {
      pixels.read(image, size);
      if (layout.channelsLast()) {
        transpose(image, layout.shape().dim(0), into.pixels(), into.at());
      } else {
        System.arraycopy(image, 0, into.pixels(), into.at(), size);
      }
      into.add(classes.next());
    }
    pixels.checkEnd();
    labels.checkEnd();
  }

  private static void transpose(byte[] from, int channels, byte[] into, int at) {
    int plane = from.length / channels;
    for (int i = 0; i < plane; i++) {
      for (int channel = 0; channel < channels; channel++) {
        into[at + channel * plane + i] = from[i * channels + channel];
      }
    }
  }

  /** The table as CSV, of which the labels are the last column. */
  TableIntake.Opening asCsv() {
    return () -> new ArrayTable(pairs, limits).csv();
  }

  /** Labels as texts, the first of each row. */
  static final class LabelReader {

    private final NumberArray labels;
    private final double[] row;

    LabelReader(NumberArray labels) {
      this.labels = labels;
      long size = labels.rowSize();
      if (size > 1024) {
        throw labels.problem("have " + size + " columns, and the first is the class");
      }
      this.row = new double[(int) size];
    }

    String next() throws IOException {
      if (labels.type().isText()) {
        String first = labels.text();
        for (int i = 1; i < row.length; i++) {
          labels.text();
        }
        return first;
      }
      labels.read(row, row.length);
      return TargetClasses.label(row[0]);
    }
  }
}
