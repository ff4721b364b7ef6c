package io.descent.dataset;

import io.descent.engine.Task;
import io.descent.storage.Blobs;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads some rows of a data set as a person would write them, without reading those before. */
@Component
final class RowPreview {

  private static final long MOST_VALUES = 1_000_000;

  private final Blobs blobs;

  RowPreview(Blobs blobs) {
    this.blobs = blobs;
  }

  /** Gives fewer rows than asked for where they are very wide. */
  RowsView read(DatasetRow row, long offset, int limit) throws IOException {
    Description description = row.description;
    Schema schema = description.schema();
    long width = schema.inputShape().size();
    long end = Math.min(schema.rows(), offset + Math.clamp(MOST_VALUES / width, 1, limit));
    List<List<@Nullable Object>> items = new ArrayList<>();
    if (offset < end) {
      int blockRows = description.layout().blockRows();
      int block = (int) (offset / blockRows);
      try (InputStream in = blobs.open(row.blocksId, start(row, schema.rows(), blockRows, block))) {
        BlockReader reader = new BlockReader(description, in, block * blockRows);
        while (reader.hasNext() && offset + items.size() < end) {
          take(schema, reader.next(), offset, end, items);
        }
      }
    }
    return new RowsView(names(schema), offset, schema.rows(), items);
  }

  /** Where a block begins; see {@link BlockWriter}. */
  private long start(DatasetRow row, long rows, int blockRows, int block) throws IOException {
    long blocks = Math.ceilDiv(rows, (long) blockRows);
    long place = row.blocksSize - (blocks - block) * Long.BYTES;
    try (DataInputStream in = new DataInputStream(blobs.open(row.blocksId, place))) {
      return Long.reverseBytes(in.readLong());
    }
  }

  private static void take(
      Schema schema, RowBlock block, long offset, long end, List<List<@Nullable Object>> items) {
    int from = (int) Math.max(0, offset - block.firstRow());
    int to = (int) Math.min(block.rows(), end - block.firstRow());
    for (int row = from; row < to; row++) {
      items.add(schema.ofImages() ? image(schema, block, row) : fields(schema, block, row));
    }
  }

  private static List<String> names(Schema schema) {
    return schema.ofImages()
        ? List.of("image", schema.target())
        : shown(schema).map(Column::name).toList();
  }

  /** What rows were understood as. */
  private static Stream<Column> shown(Schema schema) {
    return schema.columns().stream()
        .filter(it -> it.kind().isInput() || it.kind() == Column.Kind.TARGET);
  }

  private static List<@Nullable Object> image(Schema schema, RowBlock block, int row) {
    int channels = schema.inputShape().dim(0);
    int plane = (int) schema.inputShape().size() / channels;
    int[][][] planes = new int[channels][][];
    for (int channel = 0; channel < channels; channel++) {
      planes[channel] = plane(schema, block, (row * channels + channel) * plane);
    }
    Object pixels = channels == 1 ? planes[0] : planes;
    return Stream.<@Nullable Object>of(pixels, target(schema, block, row)).toList();
  }

  private static int[][] plane(Schema schema, RowBlock block, int from) {
    int[][] pixels = new int[schema.inputShape().dim(1)][schema.inputShape().dim(2)];
    int at = from;
    for (int[] line : pixels) {
      for (int x = 0; x < line.length; x++) {
        line[x] = block.pixels()[at++] & 0xff;
      }
    }
    return pixels;
  }

  private static List<@Nullable Object> fields(Schema schema, RowBlock block, int row) {
    List<@Nullable Object> fields = new ArrayList<>();
    int number = 0;
    int category = 0;
    for (Column column : shown(schema).toList()) {
      fields.add(
          switch (column.kind()) {
            case NUMERIC, DATE -> number(block.numeric()[number++][row]);
            case CATEGORICAL -> category(column, block.categorical()[category++][row]);
            case TARGET -> target(schema, block, row);
            case IGNORED, SPLIT -> null;
          });
    }
    return fields;
  }

  private static @Nullable Object number(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static @Nullable Object category(Column column, int index) {
    return index < 0 ? null : column.categories().get(index);
  }

  private static Object target(Schema schema, RowBlock block, int row) {
    return schema.task() == Task.CLASSIFICATION
        ? schema.classes().get(block.labels()[row]).label()
        : (Object) block.values()[row];
  }
}
