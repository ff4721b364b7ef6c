package io.descent.dataset;

import io.descent.dataset.BlockLayout.StoredColumn;
import io.descent.dataset.Column.Kind;
import io.descent.dataset.Schema.Parts;
import io.descent.dataset.TableColumn.Role;
import io.descent.engine.Shape;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table that was read to its end: what its columns turned out to hold.
 *
 * @param table the reader of the whole file
 * @param trailing whether lines ended in a separator with nothing behind it
 */
record TableContent(List<Found> columns, TableReader table, UploadFields fields, boolean trailing) {

  /** A column and the kind of its values. */
  record Found(TableColumn column, Kind kind) {

    /** The kind as it is told, by what the column is for. */
    Kind told() {
      return switch (column.role()) {
        case TARGET -> Kind.TARGET;
        case SPLIT -> Kind.SPLIT;
        case IGNORED -> Kind.IGNORED;
        case INPUT -> column.form() == StoredForm.HASHES ? Kind.IGNORED : kind;
      };
    }

    /** Places of the words as they are sorted. */
    List<Integer> order() {
      List<String> texts = column.texts().values();
      return kind.isNumber()
          ? List.of()
          : IntStream.range(0, texts.size())
              .boxed()
              .sorted(Comparator.comparing(texts::get))
              .toList();
    }
  }

  Description describe() {
    Found target =
        columns.stream().filter(it -> it.column().role() == Role.TARGET).findFirst().orElseThrow();
    TargetClasses classes = TargetClasses.of(target.column(), fields.task());
    List<Column> described = columns.stream().map(this::describe).toList();
    Optional<Shape> image = table.pixels().map(PixelColumns::shape);
    int inputs = (int) described.stream().filter(it -> it.kind().isInput()).count();
    Schema schema =
        new Schema(
            Schema.Format.CSV,
            classes.task(),
            table.rows(),
            image.orElseGet(() -> Shape.of(Math.max(1, inputs))),
            image.orElseGet(() -> Shape.of(encodedSize(described))),
            target.column().name(),
            image.isPresent() ? List.of() : described,
            classes.counts(),
            split());
    List<Warning> warnings = new TableWarnings(this, classes).all();
    return new Description(schema, new BlockLayout(table.blockRows(), layout(classes)), warnings);
  }

  private @Nullable Parts split() {
    for (Found found : columns) {
      if (found.column().role() == Role.SPLIT) {
        CategoryIndex<String> words = found.column().texts();
        long[] rows = new long[SplitPart.values().length];
        words
            .values()
            .forEach(it -> rows[SplitPart.of(it).orElseThrow().ordinal()] += words.rows(it));
        return new Parts(found.column().name(), rows[0], rows[1], rows[2]);
      }
    }
    return null;
  }

  private List<StoredColumn> layout(TargetClasses classes) {
    List<StoredColumn> stored = new ArrayList<>();
    if (table.pixels().isPresent()) {
      stored.add(new StoredColumn(StoredForm.PIXELS, false, List.of(), List.of()));
    }
    for (Found found : columns) {
      switch (found.column().role()) {
        case TARGET -> stored.add(classes.stored());
        case SPLIT -> stored.add(parts(found.column()).putAside());
        case INPUT -> stored.add(stored(found));
        case IGNORED -> {
          if (table.pixels().isEmpty()) {
            stored.add(stored(found));
          }
        }
      }
    }
    return List.copyOf(stored);
  }

  private static int encodedSize(List<Column> columns) {
    long size =
        columns.stream()
            .mapToLong(
                column ->
                    switch (column.kind()) {
                      case NUMERIC, DATE -> 1;
                      case CATEGORICAL -> column.categories().size();
                      case TARGET, IGNORED, SPLIT -> 0;
                    })
            .sum();
    if (size == 0) {
      throw FileProblems.of(null, null, "no column beside the target has a value to learn from");
    }
    long categorical = columns.stream().filter(it -> it.kind() == Kind.CATEGORICAL).count();
    if (size > Limits.ENCODED) {
      throw TextBudget.tooWide(
          "%d columns, %d of them categorical, are %d numbers a row"
              .formatted(columns.size(), categorical, size));
    }
    return (int) size;
  }

  private Column describe(Found found) {
    TableColumn column = found.column();
    ColumnStatistics numbers = column.statistics();
    List<Integer> order = found.told() == Kind.CATEGORICAL ? found.order() : List.of();
    List<String> texts = column.texts().values();
    boolean number = found.kind().isNumber();
    return new Column(
        column.name(),
        found.told(),
        column.missing(),
        number ? numbers.min() : null,
        number ? numbers.max() : null,
        number ? numbers.mean() : null,
        order.stream().map(texts::get).toList(),
        order.stream().map(code -> column.texts().rows(texts.get(code))).toList(),
        reading(found).missing(fields.missing()));
  }

  private static ColumnReading reading(Found found) {
    return switch (found.kind()) {
      case DATE -> ColumnReading.DATES;
      case NUMERIC -> found.column().reading();
      case CATEGORICAL, TARGET, IGNORED, SPLIT -> ColumnReading.PLAIN;
    };
  }

  private static StoredColumn stored(Found found) {
    TableColumn column = found.column();
    boolean aside = !found.told().isInput();
    return switch (column.form()) {
      case MISSING, NUMBERS, PIXELS ->
          new StoredColumn(StoredForm.NUMBERS, false, List.of(), List.of(), aside, List.of());
      case CODES ->
          new StoredColumn(
              StoredForm.CODES, false, inverse(found.order()), List.of(), aside, List.of());
      case HASHES ->
          new StoredColumn(
              StoredForm.HASHES, false, List.of(), List.of(), aside, column.textHashes());
    };
  }

  private static StoredColumn parts(TableColumn column) {
    List<Integer> parts =
        column.texts().values().stream()
            .map(it -> SplitPart.of(it).orElseThrow().ordinal())
            .toList();
    return new StoredColumn(StoredForm.CODES, false, parts, List.of());
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
