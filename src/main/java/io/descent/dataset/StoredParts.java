package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Split;
import io.descent.engine.Task;
import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The encoded rows of all parts, which may serve several trainings.
 *
 * @param trainRows of each row of the training part its number in the data set
 * @param doubts what is doubtful of the parts
 */
record StoredParts(
    Encoding encoding,
    PartRows train,
    PartRows validation,
    PartRows test,
    int[] trainRows,
    List<Warning> doubts)
    implements AutoCloseable {

  /** Makes what takes the rows of a part. */
  interface Store {

    /**
     * @param arranged whether they are measured one after another, so that they may be put in an
     *     order of their own
     */
    PartRows part(Encoding encoding, int rows, boolean arranged);
  }

  static final Store IN_HEAP =
      (encoding, rows, arranged) ->
          encoding.ofImages()
              ? new PixelRows(encoding, rows, arranged)
              : new FloatRows(encoding, rows);

  static Store in(Scratch scratch) {
    return (encoding, rows, arranged) ->
        encoding.ofImages()
            ? new ImageFile(encoding, rows, arranged, scratch.create())
            : new TableFile(encoding, rows, scratch.create());
  }

  /**
   * Reads the data set: its labels to split by, its training rows twice to fit the encoding, and
   * all rows once more to encode them.
   *
   * @param rows gives all blocks of the rows in order, each time it is called
   * @param keeping what of the fitted encoding is replaced
   */
  static StoredParts load(
      Consumer<Consumer<RowBlock>> rows,
      Schema schema,
      NumericScaling scaling,
      UnaryOperator<Encoding> keeping,
      Function<int[], Split> splitting,
      Store store) {
    int[] labels = labels(rows, schema);
    Split split = splitting.apply(labels);
    Encoding encoding = keeping.apply(new EncodingFit(schema, scaling, split.train()).fit(rows));
    List<Part> parts = new ArrayList<>();
    try {
      parts.add(new Part(store.part(encoding, split.train().length, false), split.train()));
      parts.add(
          new Part(store.part(encoding, split.validation().length, true), split.validation()));
      parts.add(new Part(store.part(encoding, split.test().length, false), split.test()));
      rows.accept(block -> parts.forEach(part -> part.take(block)));
    } catch (RuntimeException | Error e) {
      parts.forEach(part -> part.rows.close());
      throw e;
    }
    return new StoredParts(
        encoding,
        parts.get(0).rows,
        parts.get(1).rows,
        parts.get(2).rows,
        split.train(),
        untrained(schema, labels, split.train()));
  }

  /** Classes of the data set that no row of the training part has. */
  private static List<Warning> untrained(Schema schema, int[] labels, int[] train) {
    if (schema.task() == Task.REGRESSION) {
      return List.of();
    }
    BitSet trained = new BitSet();
    Arrays.stream(train).forEach(row -> trained.set(labels[row]));
    List<String> never =
        IntStream.range(0, schema.classes().size())
            .filter(it -> !trained.get(it) && schema.classes().get(it).rows() > 0)
            .mapToObj(it -> Spelling.quoted(schema.classes().get(it).label()))
            .toList();
    return never.isEmpty()
        ? List.of()
        : List.of(
            Warning.of(
                "untrained_class",
                "no row of the training part has the class " + TableWarnings.shown(never),
                "split the rows in another way, so that each class is learnt"));
  }

  /** All rows of another data set, for test alone. */
  static StoredParts ofTest(Encoding encoding, PartRows test) {
    return new StoredParts(
        encoding,
        IN_HEAP.part(encoding, 0, false),
        IN_HEAP.part(encoding, 0, false),
        test,
        new int[0],
        List.of());
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

  /** The parts for one thread. */
  EncodedParts open(LossSpec loss, String origin, List<Warning> warnings, Runnable release) {
    return new EncodedParts(
        encoding,
        new EncodedSamples(encoding, loss, origin, train.open()),
        new EncodedSamples(encoding, loss, origin, validation.open()),
        new EncodedSamples(encoding, loss, origin, test.open()),
        trainRows,
        Stream.concat(doubts.stream(), warnings.stream()).toList(),
        release);
  }

  /** The part for test alone, for one thread. */
  Samples test(LossSpec loss) {
    return new EncodedSamples(encoding, loss, "", test.open());
  }

  /** Bytes that they take outside of the heap. */
  long fileBytes() {
    return train.fileBytes() + validation.fileBytes() + test.fileBytes();
  }

  @Override
  public void close() {
    train.close();
    validation.close();
    test.close();
  }

  /** The rows of one part, taken as their blocks come by. */
  private static final class Part {

    private final PartRows rows;
    private final int[] numbers;
    private int next;

    Part(PartRows rows, int[] numbers) {
      this.rows = rows;
      this.numbers = numbers;
    }

    void take(RowBlock block) {
      int end = block.firstRow() + block.rows();
      int from = next;
      while (next < numbers.length && numbers[next] < end) {
        next++;
      }
      if (next > from) {
        rows.add(block, numbers, from, next);
      }
    }
  }
}
