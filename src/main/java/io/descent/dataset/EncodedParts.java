package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Pixels;
import io.descent.engine.Samples;
import io.descent.engine.Split;
import io.descent.engine.Task;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A data set in memory as a job trains on it: split, encoded by its training part.
 *
 * @param validation in an order of its own, as it is measured again and again
 * @param trainRows of each row of the training part its number in the data set
 */
public record EncodedParts(
    Encoding encoding, Samples train, Samples validation, Samples test, int[] trainRows) {

  /**
   * Reads the data set: its labels to split by, its training rows twice to fit the encoding, and
   * all rows once more to encode them.
   *
   * @param rows gives all blocks of the rows in order, each time it is called
   * @param loss decides the form of the targets: a class number for softmax cross entropy and for
   *     two classes by one output, one-hot for a squared error on classes
   * @param origin {@link Samples#origin} of all parts
   * @param splitting makes the split of the class number of each row; of an empty array for a
   *     regression
   */
  public static EncodedParts load(
      Consumer<Consumer<RowBlock>> rows,
      Schema schema,
      NumericScaling scaling,
      LossSpec loss,
      String origin,
      Function<int[], Split> splitting) {
    Split split = splitting.apply(labels(rows, schema));
    Encoding encoding = new EncodingFit(schema, scaling, split.train()).fit(rows);
    Pixels scale = new Pixels();
    Part train = new Part(encoding, scale, loss, origin, split.train());
    Part validation = new Part(encoding, scale, loss, origin, split.validation());
    Part test = new Part(encoding, scale, loss, origin, split.test());
    rows.accept(
        block -> {
          train.take(block);
          validation.take(block);
          test.take(block);
        });
    validation.samples.arrange();
    return new EncodedParts(
        encoding, train.samples, validation.samples, test.samples, split.train());
  }

  /** The same parts with other rows for test. */
  public EncodedParts testedOn(Samples rows) {
    return new EncodedParts(encoding, train, validation, rows, trainRows);
  }

  /** Bytes that the loaded parts of a data set hold, whatever the split. */
  public static long memory(Schema schema) {
    long size = schema.encodedShape().size();
    long inputs = schema.columns().isEmpty() ? size + Integer.BYTES : size * Float.BYTES;
    return schema.rows() * (inputs + Float.BYTES + Integer.BYTES);
  }

  private static int[] labels(Consumer<Consumer<RowBlock>> rows, Schema schema) {
    if (schema.task() == Task.REGRESSION) {
      return new int[0];
    }
    int[] labels = new int[Math.toIntExact(schema.rows())];
    rows.accept(
        block -> System.arraycopy(block.labels(), 0, labels, block.firstRow(), block.rows()));
    return labels;
  }

  /** The rows of one part, taken as their blocks come by. */
  private static final class Part {

    private final int[] rows;
    private final EncodedSamples samples;
    private int next;

    Part(Encoding encoding, Pixels scale, LossSpec loss, String origin, int[] rows) {
      this.rows = rows;
      this.samples = new EncodedSamples(encoding, scale, loss, origin, rows.length);
    }

    void take(RowBlock block) {
      int end = block.firstRow() + block.rows();
      for (; next < rows.length && rows[next] < end; next++) {
        samples.add(block, rows[next] - block.firstRow());
      }
    }
  }
}
