package io.descent.dataset;

import io.descent.dataset.BlockLayout.StoredColumn;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a pair of IDX files: images of bytes, and a label of one byte for each. */
final class IdxFile implements DatasetReader {

  private static final String TARGET = "label";
  private static final int LABELS = 256;
  private static final int BUFFER = 64 * 1024;

  private final UploadedContent labels;
  private final Limits limits;
  private final BlockWriter blocks;

  IdxFile(UploadedContent labels, Limits limits, BlockWriter blocks) {
    this.labels = labels;
    this.limits = limits;
    this.blocks = blocks;
  }

  @Override
  public Description read(InputStream images) throws IOException {
    try (InputStream classes = new BufferedInputStream(labels.open(), BUFFER)) {
      return read(images, classes);
    }
  }

  private Description read(InputStream images, InputStream classes) throws IOException {
    int[] sizes = header(images, "images", 3);
    int count = header(classes, "labels", 1)[0];
    if (sizes[0] != count) {
      throw problem("there are %d images, but %d labels".formatted(sizes[0], count));
    }
    int pixels = pixels(sizes);
    int blockRows = BlockWriter.blockRows(pixels);
    byte[] block = new byte[blockRows * pixels];
    long[] seen = new long[LABELS];
    for (int row = 0; row < count; row += blockRows) {
      int rows = Math.min(blockRows, count - row);
      fill(images, block, rows * pixels, "images");
      blocks.images(block, rows * pixels, codes(classes, rows, seen), rows);
    }
    checkEnd(images, "images");
    checkEnd(classes, "labels");
    return describe(sizes, blockRows, seen);
  }

  private static int[] header(InputStream in, String what, int dimensions) throws IOException {
    byte[] magic = new byte[4];
    fill(in, magic, 4, what);
    if (magic[0] != 0 || magic[1] != 0 || magic[2] != 8 || magic[3] != dimensions) {
      throw problem(
          "the %s are not IDX of unsigned bytes in %d dimension(s): the magic number is %02x%02x%02x%02x"
              .formatted(what, dimensions, magic[0], magic[1], magic[2], magic[3]));
    }
    int[] sizes = new int[dimensions];
    byte[] size = new byte[4];
    for (int i = 0; i < dimensions; i++) {
      fill(in, size, 4, what);
      sizes[i] = ByteBuffer.wrap(size).getInt();
      if (sizes[i] < 1) {
        throw problem(
            "dimension %d of the %s is %d"
                .formatted(i + 1, what, Integer.toUnsignedLong(sizes[i])));
      }
    }
    return sizes;
  }

  private int pixels(int[] sizes) {
    long pixels = (long) sizes[1] * sizes[2];
    if (pixels > limits.cell().toBytes()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "an image of %d × %d has more than %d pixels"
              .formatted(sizes[1], sizes[2], limits.cell().toBytes()));
    }
    return (int) pixels;
  }

  private static int[] codes(InputStream classes, int rows, long[] seen) throws IOException {
    byte[] bytes = new byte[rows];
    fill(classes, bytes, rows, "labels");
    int[] codes = new int[rows];
    for (int i = 0; i < rows; i++) {
      codes[i] = bytes[i] & 0xff;
      seen[codes[i]]++;
    }
    return codes;
  }

  private static void fill(InputStream in, byte[] into, int length, String what)
      throws IOException {
    if (in.readNBytes(into, 0, length) < length) {
      throw problem("the " + what + " end before what their header says");
    }
  }

  private static void checkEnd(InputStream in, String what) throws IOException {
    if (in.read() >= 0) {
      throw problem("the " + what + " go on after what their header says");
    }
  }

  private static Description describe(int[] sizes, int blockRows, long[] seen) {
    List<ClassCount> classes = new ArrayList<>();
    List<Integer> ranks = new ArrayList<>();
    for (int label = 0; label < LABELS; label++) {
      ranks.add(seen[label] > 0 ? classes.size() : -1);
      if (seen[label] > 0) {
        classes.add(new ClassCount(Integer.toString(label), seen[label]));
      }
    }
    if (classes.size() < 2) {
      throw problem("the labels have one class only, and a classification needs two");
    }
    Shape shape = Shape.of(1, sizes[1], sizes[2]);
    Schema schema =
        new Schema(
            Schema.Format.IDX,
            Task.CLASSIFICATION,
            sizes[0],
            shape,
            shape,
            TARGET,
            List.of(),
            List.copyOf(classes));
    List<StoredColumn> columns =
        List.of(
            new StoredColumn(StoredForm.PIXELS, false, List.of(), List.of()),
            new StoredColumn(StoredForm.CODES, true, List.copyOf(ranks), List.of()));
    return new Description(schema, new BlockLayout(blockRows, columns));
  }

  private static ProblemException problem(String detail) {
    return FileProblems.of(null, null, detail);
  }
}
