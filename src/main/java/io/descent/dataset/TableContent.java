package io.descent.dataset;

import io.descent.dataset.BlockLayout.StoredColumn;
import io.descent.dataset.Column.Kind;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.FileProblems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A table that was read to its end: what its columns turned out to hold. */
record TableContent(
    List<TableColumn> columns, long rows, int blockRows, Optional<Task> wishedTask) {

  Description describe() {
    TableColumn target = columns.stream().filter(TableColumn::target).findFirst().orElseThrow();
    TargetClasses classes = TargetClasses.of(target, wishedTask);
    List<Column> described = new ArrayList<>();
    List<StoredColumn> stored = new ArrayList<>();
    for (TableColumn column : columns) {
      List<Integer> order = column == target ? List.of() : textOrder(column.texts());
      described.add(describe(column, order));
      stored.add(column == target ? classes.stored() : stored(column, order));
    }
    Schema schema =
        new Schema(
            Schema.Format.CSV,
            classes.task(),
            rows,
            Shape.of(columns.size() - 1),
            Shape.of(encodedSize(described)),
            target.name(),
            List.copyOf(described),
            classes.counts());
    return new Description(schema, new BlockLayout(blockRows, List.copyOf(stored)));
  }

  private static int encodedSize(List<Column> columns) {
    int size =
        columns.stream()
            .mapToInt(
                column ->
                    switch (column.kind()) {
                      case NUMERIC, DATE -> 1;
                      case CATEGORICAL -> column.categories().size();
                      case TARGET, IGNORED, SPLIT -> 0;
                    })
            .sum();
    if (size == 0) {
      throw FileProblems.of(null, null, "no column beside the target has a value");
    }
    return size;
  }

  private static Column describe(TableColumn column, List<Integer> order) {
    Kind kind =
        column.target()
            ? Kind.TARGET
            : column.form() == StoredForm.CODES ? Kind.CATEGORICAL : Kind.NUMERIC;
    List<String> texts = column.texts().values();
    return new Column(
        column.name(),
        kind,
        column.missing(),
        column.min(),
        column.max(),
        column.mean(),
        order.stream().map(texts::get).toList());
  }

  private static StoredColumn stored(TableColumn column, List<Integer> order) {
    StoredForm form = column.form() == StoredForm.MISSING ? StoredForm.NUMBERS : column.form();
    return new StoredColumn(form, false, inverse(order), List.of());
  }

  /** The codes in the order of their texts. */
  private static List<Integer> textOrder(CategoryIndex<String> texts) {
    return IntStream.range(0, texts.size())
        .boxed()
        .sorted(Comparator.comparing(code -> texts.values().get(code)))
        .toList();
  }

  /** For each code its place in the order. */
  static List<Integer> inverse(List<Integer> order) {
    Integer[] ranks = new Integer[order.size()];
    for (int place = 0; place < ranks.length; place++) {
      ranks[order.get(place)] = place;
    }
    return List.of(ranks);
  }
}
