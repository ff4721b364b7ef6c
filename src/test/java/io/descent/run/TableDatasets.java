package io.descent.run;

import io.descent.dataset.ClassCount;
import io.descent.dataset.Column;
import io.descent.dataset.Datasets;
import io.descent.dataset.RowBlock;
import io.descent.dataset.RowCopy;
import io.descent.dataset.Schema;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.security.Owner;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Two small tables of three numbers a row: one of three classes, one of a number to guess. */
final class TableDatasets implements Datasets {

  static final UUID CLASSES = new UUID(0, 1);
  static final UUID NUMBERS = new UUID(0, 2);
  static final int ROWS = 107;
  private static final int INPUTS = 3;

  @Override
  public Optional<Facts> find(Owner owner, UUID id) {
    boolean known = id.equals(CLASSES) || id.equals(NUMBERS);
    return known
        ? Optional.of(new Facts(owner, id, "a table", "00", schema(id)))
        : Optional.empty();
  }

  private static Schema schema(UUID id) {
    boolean classes = id.equals(CLASSES);
    List<Column> columns =
        IntStream.rangeClosed(0, INPUTS)
            .mapToObj(
                i ->
                    new Column(
                        "c" + i,
                        i == INPUTS ? Column.Kind.TARGET : Column.Kind.NUMERIC,
                        0,
                        0.0,
                        1.0,
                        0.5,
                        List.of()))
            .toList();
    return new Schema(
        Schema.Format.CSV,
        classes ? Task.CLASSIFICATION : Task.REGRESSION,
        ROWS,
        Shape.of(INPUTS),
        Shape.of(INPUTS),
        "c" + INPUTS,
        columns,
        classes
            ? List.of(new ClassCount("a", 36), new ClassCount("b", 36), new ClassCount("c", 35))
            : List.of());
  }

  @Override
  public void blocks(Facts dataset, Consumer<RowBlock> consumer) {
    UUID id = dataset.id();
    double[][] numeric = new double[INPUTS][ROWS];
    int[] labels = new int[id.equals(CLASSES) ? ROWS : 0];
    double[] values = new double[id.equals(CLASSES) ? 0 : ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < INPUTS; i++) {
        numeric[i][row] = StrictMath.sin(row * 7.3 + i) + row % 3 * (i - 1);
      }
      if (id.equals(CLASSES)) {
        labels[row] = row % 3;
      } else {
        values[row] = 100 + 50 * numeric[0][row] - 20 * numeric[1][row];
      }
    }
    consumer.accept(new RowBlock(0, ROWS, numeric, new int[0][], new byte[0], labels, values));
  }

  @Override
  public Rows open(Facts dataset, Optional<String> keyed, RowCopy copy) {
    return new Rows() {
      @Override
      public void blocks(Consumer<RowBlock> consumer) {
        TableDatasets.this.blocks(dataset, consumer);
      }

      @Override
      public long[] keys() {
        throw new UnsupportedOperationException("the tables have no keys");
      }
    };
  }

  @Override
  public long[] keys(Facts dataset, String column) {
    throw new UnsupportedOperationException("the tables have no keys");
  }

  @Override
  public boolean claim(Owner owner, UUID id) {
    return find(owner, id).isPresent();
  }
}
