package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import io.descent.web.Limits;
import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * All rows of a data set, encoded as another one's training part was: its columns are found by
 * name, its categories and classes by word.
 */
public final class SchemaMapping {

  private final Encoding encoding;
  private final Schema schema;
  private final List<String> mismatches = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final int[] numbers;
  private final int[] words;
  private final List<Column> categorical;
  private final int[][] categories;
  private final int[] classes;

  public SchemaMapping(Encoding encoding, Schema schema) {
    this.encoding = encoding;
    this.schema = schema;
    List<Column> columns = schema.inputs();
    this.numbers =
        encoding.numeric().stream().mapToInt(it -> place(columns, it.column(), true)).toArray();
    this.words =
        encoding.categorical().stream()
            .mapToInt(it -> place(columns, it.column(), false))
            .toArray();
    this.categorical = columns.stream().filter(c -> c.kind() == Column.Kind.CATEGORICAL).toList();
    this.categories = mismatches.isEmpty() ? categories() : new int[0][];
    this.classes = classes();
    checkForm();
  }

  /** Data for networks that are trained on other data. */
  public static SchemaMapping of(Schema trained, Schema other) {
    Encoding encoding = new EncodingFit(trained, NumericScaling.NONE, new int[0]).fit(_ -> {});
    return new SchemaMapping(encoding, other);
  }

  /** Whether data is for the same network: what is not, in words. */
  public Optional<String> mismatch() {
    return mismatches.stream().findFirst();
  }

  /** Whether each row has what a network takes in, whatever else there is: what has not. */
  public Optional<String> inputMismatch() {
    if (encoding.ofImages() && !schema.inputShape().equals(encoding.inputShape())) {
      return Optional.of("has no images of " + encoding.inputShape());
    }
    return missing.stream().findFirst();
  }

  /** Where a column is among those of its kind. */
  private int place(List<Column> columns, String name, boolean number) {
    List<String> names =
        columns.stream()
            .filter(column -> column.kind().isNumber() == number)
            .map(Column::name)
            .toList();
    int place = names.indexOf(name);
    if (place < 0) {
      missing.add("has no " + (number ? "numeric" : "categorical") + " column " + name);
      mismatches.add(missing.getLast());
    }
    return place;
  }

  /** Of each category of the data its index in the encoding, or −1. */
  private int[][] categories() {
    return IntStream.range(0, words.length)
        .mapToObj(i -> indexes(categorical.get(words[i]), encoding.categorical().get(i)))
        .toArray(int[][]::new);
  }

  private static int[] indexes(Column column, Encoding.Categorical known) {
    return column.categories().stream().mapToInt(known.index()::of).toArray();
  }

  private int[] classes() {
    for (String label : schema.labels()) {
      if (!encoding.classes().contains(label) && encoding.task() == Task.CLASSIFICATION) {
        mismatches.add("has the class " + label + ", which the model does not know");
      }
    }
    return schema.labels().stream().mapToInt(encoding.classes()::indexOf).toArray();
  }

  private void checkForm() {
    if (schema.task() != encoding.task()) {
      mismatches.addFirst("is for another task");
    } else if (schema.inputs().size() != encoding.order().size()) {
      mismatches.addFirst(otherColumns());
    } else if (encoding.ofImages() && !schema.inputShape().equals(encoding.inputShape())) {
      mismatches.addFirst(
          "has images of " + schema.inputShape() + ", the model takes " + encoding.inputShape());
    }
  }

  private String otherColumns() {
    Set<String> known = new HashSet<>();
    encoding.numeric().forEach(it -> known.add(it.column()));
    encoding.categorical().forEach(it -> known.add(it.column()));
    List<String> unknown =
        schema.inputs().stream().map(Column::name).filter(it -> !known.contains(it)).toList();
    String what = missing.isEmpty() ? "" : "; it " + missing.getFirst();
    if (missing.isEmpty() && !unknown.isEmpty()) {
      what = "; the model does not know " + unknown.getFirst() + ": leave it out by ignore";
    }
    return "has "
        + counted(schema.inputs().size())
        + ", and the model takes "
        + encoding.order().size()
        + what;
  }

  private static String counted(int columns) {
    return columns == 1 ? "one column" : columns + " columns";
  }

  /**
   * Reads them; only of data without a {@link #mismatch}.
   *
   * @param look called for each block, to give up where it throws
   */
  public Samples load(Datasets datasets, Datasets.Facts dataset, LossSpec loss, Runnable look) {
    return load(datasets, dataset, loss, all(dataset), look);
  }

  /**
   * As the other, of some rows.
   *
   * @param rows their numbers, ascending
   */
  public Samples load(
      Datasets datasets, Datasets.Facts dataset, LossSpec loss, int[] rows, Runnable look) {
    PartRows part = store(datasets, dataset, StoredParts.IN_HEAP, rows, look);
    return new EncodedSamples(encoding, loss, "", part.open());
  }

  private static int[] all(Datasets.Facts dataset) {
    return IntStream.range(0, Math.toIntExact(dataset.schema().rows())).toArray();
  }

  /** All rows, to where a store keeps them. */
  PartRows store(
      Datasets datasets, Datasets.Facts dataset, StoredParts.Store store, Runnable look) {
    return store(datasets, dataset, store, all(dataset), look);
  }

  private PartRows store(
      Datasets datasets,
      Datasets.Facts dataset,
      StoredParts.Store store,
      int[] rows,
      Runnable look) {
    PartRows part = store.part(encoding, rows.length, false);
    int[] next = {0};
    try {
      datasets.blocks(
          dataset,
          block -> {
            look.run();
            int from = next[0];
            int end = block.firstRow() + block.rows();
            while (next[0] < rows.length && rows[next[0]] < end) {
              next[0]++;
            }
            if (next[0] > from) {
              part.add(translated(block), rows, from, next[0]);
            }
          });
      return part;
    } catch (RuntimeException | Error e) {
      part.close();
      throw e;
    }
  }

  /** What is told of a category that training never saw. */
  public interface Unseen {
    void tell(String column, String word);
  }

  /** Tells of each such category of a row, of the data's own block. */
  public void unseen(RowBlock block, int row, Unseen unseen) {
    for (int i = 0; i < words.length; i++) {
      int category = block.categorical()[words[i]][row];
      if (category >= 0 && categories[i][category] < 0) {
        Column column = categorical.get(words[i]);
        unseen.tell(column.name(), column.categories().get(category));
      }
    }
  }

  /**
   * What is doubtful of the data, without a {@link #mismatch}: categories that training never saw.
   */
  public List<Warning> warnings() {
    List<String> unseen = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    for (int i = 0; i < categories.length; i++) {
      Column column = categorical.get(words[i]);
      for (int k = 0; k < categories[i].length; k++) {
        if (categories[i][k] < 0) {
          columns.add(column.name());
          unseen.add(Spelling.quoted(column.categories().get(k)) + " of " + column.name());
        }
      }
    }
    return unseen.isEmpty() ? List.of() : List.of(warning(unseen, List.copyOf(columns)));
  }

  private static Warning warning(List<String> unseen, List<String> columns) {
    int named = Math.min(unseen.size(), Limits.ERRORS);
    String words = String.join(", ", unseen.subList(0, named));
    String more = unseen.size() > named ? " and " + (unseen.size() - named) + " more" : "";
    return Warning.ofColumns(
        "unknown_category",
        "the model does not know " + words + more,
        "Rows that have one count as if it were missing.",
        columns);
  }

  /** What a network takes in of a block's rows; only of data without {@link #inputMismatch}. */
  public RowBlock inputs(RowBlock block) {
    RowBlock bare =
        new RowBlock(
            block.firstRow(),
            block.rows(),
            block.numeric(),
            block.categorical(),
            block.pixels(),
            new int[block.rows()],
            block.values());
    return translated(bare, new int[] {-1});
  }

  private RowBlock translated(RowBlock block) {
    return translated(block, classes);
  }

  private RowBlock translated(RowBlock block, int[] classes) {
    double[][] numeric = new double[numbers.length][];
    for (int i = 0; i < numbers.length; i++) {
      numeric[i] = block.numeric()[numbers[i]];
    }
    int[][] categorical = new int[words.length][];
    for (int i = 0; i < words.length; i++) {
      categorical[i] = translated(block.categorical()[words[i]], categories[i], block.rows());
    }
    int[] labels =
        encoding.task() == Task.CLASSIFICATION
            ? translated(block.labels(), classes, block.rows())
            : block.labels();
    return new RowBlock(
        block.firstRow(),
        block.rows(),
        numeric,
        categorical,
        block.pixels(),
        labels,
        block.values());
  }

  private static int[] translated(int[] indexes, int[] table, int rows) {
    return IntStream.range(0, rows).map(i -> indexes[i] < 0 ? -1 : table[indexes[i]]).toArray();
  }
}
