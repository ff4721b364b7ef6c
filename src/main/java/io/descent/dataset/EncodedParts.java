package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Split;
import io.descent.web.Warning;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A data set as a job trains on it: split, encoded by its training part. Closed when nobody reads
 * it any more.
 *
 * @param validation in an order of its own, as it is measured again and again
 * @param trainRows of each row of the training part its number in the data set
 * @param warnings what a client should know of how the rows are kept; mostly nothing
 * @param release what closing does
 */
public record EncodedParts(
    Encoding encoding,
    Samples train,
    Samples validation,
    Samples test,
    int[] trainRows,
    List<Warning> warnings,
    Runnable release)
    implements AutoCloseable {

  /**
   * Reads the data set into the heap.
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
    return StoredParts.load(
            rows, schema, scaling, UnaryOperator.identity(), splitting, StoredParts.IN_HEAP)
        .open(loss, origin, List.of(), () -> {});
  }

  /** The same parts with other rows for test. */
  public EncodedParts testedOn(Samples rows) {
    return new EncodedParts(encoding, train, validation, rows, trainRows, warnings, release);
  }

  /** The same, with something doubtful more. */
  public EncodedParts with(Warning warning) {
    List<Warning> more = Stream.concat(warnings.stream(), Stream.of(warning)).toList();
    return new EncodedParts(encoding, train, validation, test, trainRows, more, release);
  }

  @Override
  public void close() {
    release.run();
  }
}
