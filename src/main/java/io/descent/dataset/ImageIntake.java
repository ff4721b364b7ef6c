package io.descent.dataset;

import io.descent.dataset.BlockLayout.StoredColumn;
import io.descent.dataset.Schema.Parts;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Warning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stores images one after another, each with its label, and describes them. */
final class ImageIntake {

  static final String TARGET = "label";
  private static final int FEW = 10;

  private final Schema.Format format;
  private final Limits limits;
  private final Shape shape;
  private final BlockWriter writer;
  private final CategoryIndex<String> labels = new CategoryIndex<>();
  private final byte[] pixels;
  private final int[] codes;
  private final int[] parts;
  private final int size;
  private SplitPart current = SplitPart.TRAIN;
  private boolean parted;
  private final long[] partRows = new long[SplitPart.values().length];
  private long rows;
  private int filled;

  /**
   * @param shape channels, height and width
   */
  ImageIntake(Schema.Format format, Shape shape, Limits limits, BlockWriter writer) {
    this.format = format;
    this.limits = limits;
    this.shape = shape;
    this.writer = writer;
    this.size = Math.toIntExact(shape.size());
    int blockRows = BlockWriter.blockRows(size);
    this.pixels = new byte[blockRows * size];
    this.codes = new int[blockRows];
    this.parts = new int[blockRows];
  }

  /** Refuses images that are too large to be read. */
  static void check(long height, long width, long size, Limits limits) {
    if (size > limits.cell().toBytes()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "an image of %d × %d has more than %d pixels"
              .formatted(height, width, limits.cell().toBytes()));
    }
  }

  /** All images from here on belong to a part. */
  void part(SplitPart part) {
    parted = true;
    current = part;
  }

  /** Where the next image goes: {@code pixels()[at()…]}. */
  byte[] pixels() {
    return pixels;
  }

  int at() {
    return filled * size;
  }

  /** The image that was put to its place has a label. */
  void add(String label) throws IOException {
    int code = labels.count(label, limits.categories());
    if (code < 0) {
      throw FileProblems.of(
          null, null, "the labels have more than " + limits.categories() + " classes");
    }
    codes[filled] = code;
    parts[filled] = current.ordinal();
    partRows[current.ordinal()]++;
    rows++;
    if (++filled == codes.length) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (filled > 0) {
      writer.images(pixels, filled * size, codes, filled);
    }
    if (filled > 0 && parted) {
      writer.parts(parts, filled);
    }
    filled = 0;
  }

  Description finish() throws IOException {
    flush();
    List<ClassCount> unsorted =
        labels.values().stream().map(it -> new ClassCount(it, labels.rows(it))).toList();
    if (unsorted.size() < 2) {
      throw FileProblems.of(
          null, null, "the labels have one class only, and a classification needs two");
    }
    List<Integer> order = TargetClasses.order(unsorted);
    List<ClassCount> classes = order.stream().map(unsorted::get).toList();
    Schema schema =
        new Schema(
            format,
            Task.CLASSIFICATION,
            rows,
            shape,
            shape,
            TARGET,
            List.of(),
            classes,
            parted ? new Parts("split", partRows[0], partRows[1], partRows[2]) : null);
    return new Description(schema, new BlockLayout(codes.length, layout(order)), warnings(classes));
  }

  private List<StoredColumn> layout(List<Integer> order) {
    List<StoredColumn> columns = new ArrayList<>();
    columns.add(new StoredColumn(StoredForm.PIXELS, false, List.of(), List.of()));
    columns.add(new StoredColumn(StoredForm.CODES, true, TableContent.inverse(order), List.of()));
    if (parted) {
      List<Integer> same = Arrays.stream(SplitPart.values()).map(Enum::ordinal).toList();
      columns.add(new StoredColumn(StoredForm.CODES, false, same, List.of()).putAside());
    }
    return List.copyOf(columns);
  }

  private static List<Warning> warnings(List<ClassCount> classes) {
    return TargetClasses.small(classes).map(List::of).orElse(List.of());
  }
}
