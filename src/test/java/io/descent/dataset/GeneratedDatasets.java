package io.descent.dataset;

import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.security.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One data set of rows that are made as they are read, so that there may be more than a heap holds.
 * Numbers, categories and pixels follow from the row's number.
 */
final class GeneratedDatasets implements Datasets {

  private static final int BLOCK = 512;

  private final Schema schema;
  private final int numbers;
  private final int words;
  private final int categories;
  private final int side;

  /** How often the blocks were read from the start, other than from a copy. */
  int readings;

  private GeneratedDatasets(int rows, int numbers, int words, int categories, int side) {
    this.numbers = numbers;
    this.words = words;
    this.categories = categories;
    this.side = side;
    this.schema = side > 0 ? images(rows, side) : tableSchema(rows, numbers, words, categories);
  }

  static GeneratedDatasets ofTable(int rows, int numbers, int words, int categories) {
    return new GeneratedDatasets(rows, numbers, words, categories, 0);
  }

  /** Most rows are mostly zeros, some of them have none. */
  static GeneratedDatasets ofImages(int rows, int side) {
    return new GeneratedDatasets(rows, 0, 0, 0, side);
  }

  private static Schema tableSchema(int rows, int numbers, int words, int categories) {
    List<Column> columns = new ArrayList<>();
    List<String> texts = IntStream.range(0, categories).mapToObj(String::valueOf).toList();
    for (int i = 0; i < Math.max(numbers, words); i++) {
      if (i < words) {
        columns.add(column("word" + i, Column.Kind.CATEGORICAL, texts));
      }
      if (i < numbers) {
        columns.add(column("number" + i, Column.Kind.NUMERIC, List.of()));
      }
    }
    columns.add(column("target", Column.Kind.TARGET, List.of()));
    return new Schema(
        Schema.Format.CSV,
        Task.CLASSIFICATION,
        rows,
        Shape.of(numbers + words),
        Shape.of(numbers + words * categories),
        "target",
        columns,
        classes(rows));
  }

  private static Column column(String name, Column.Kind kind, List<String> categories) {
    return new Column(name, kind, 0, null, null, null, categories);
  }

  private static List<ClassCount> classes(int rows) {
    return List.of(new ClassCount("a", rows - 1), new ClassCount("b", 1));
  }

  private static Schema images(int rows, int side) {
    return new Schema(
        Schema.Format.IDX,
        Task.CLASSIFICATION,
        rows,
        Shape.of(1, side, side),
        Shape.of(1, side, side),
        "label",
        List.of(),
        classes(rows));
  }

  Facts facts() {
    return new Facts(new Owner("somebody"), new UUID(0, 7), "generated", "00", schema);
  }

  @Override
  public Optional<Facts> find(Owner owner, UUID id) {
    return Optional.of(facts());
  }

  @Override
  public void blocks(Facts dataset, Consumer<RowBlock> consumer) {
    readings++;
    double[][] numeric = new double[numbers][BLOCK];
    int[][] codes = new int[words][BLOCK];
    byte[] pixels = new byte[side * side * BLOCK];
    int[] labels = new int[BLOCK];
    for (int first = 0; first < schema.rows(); first += BLOCK) {
      int rows = (int) Math.min(BLOCK, schema.rows() - first);
      for (int i = 0; i < rows; i++) {
        fill(first + i, i, numeric, codes, pixels, labels);
      }
      consumer.accept(new RowBlock(first, rows, numeric, codes, pixels, labels, new double[0]));
    }
  }

  private void fill(
      int row, int place, double[][] numeric, int[][] codes, byte[] pixels, int[] labels) {
    int noise = row * 0x9E3779B9;
    for (int i = 0; i < numbers; i++) {
      noise = noise * 1664525 + 1013904223;
      numeric[i][place] = noise >>> 28 == 0 ? Double.NaN : (noise >>> 8) / 7.0 + i;
    }
    for (int i = 0; i < words; i++) {
      noise = noise * 1664525 + 1013904223;
      codes[i][place] = (noise >>> 8) % (categories + 1) - 1;
    }
    int size = side * side;
    for (int i = 0; i < size; i++) {
      noise = noise * 1664525 + 1013904223;
      boolean lit = row % 3000 > 2500 || i > row % 97 && i < row % 97 + 30;
      pixels[place * size + i] = (byte) (lit ? noise >>> 24 : 0);
    }
    labels[place] = row & 1;
  }

  @Override
  public Rows open(Facts dataset, Optional<String> keyed, RowCopy copy) {
    return new Rows() {
      @Override
      public void blocks(Consumer<RowBlock> consumer) {
        GeneratedDatasets.this.blocks(dataset, consumer);
      }

      @Override
      public long[] keys() {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Override
  public long[] keys(Facts dataset, String column) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean claim(Owner owner, UUID id) {
    return true;
  }
}
