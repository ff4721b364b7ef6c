package io.descent.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A data set as answers show it; images have no columns. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatasetView(
    UUID id,
    String name,
    String format,
    String task,
    long rows,
    long bytes,
    String sha256,
    List<Integer> inputShape,
    List<Integer> encodedShape,
    String target,
    List<ClassCount> classes,
    @Nullable List<ColumnView> columns,
    Instant createdAt) {

  /** A column; numbers have a range, categories a list. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ColumnView(
      String name,
      String kind,
      long missing,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double mean,
      @Nullable List<String> categories) {

    static ColumnView of(Column column) {
      boolean categorical = column.kind() == Column.Kind.CATEGORICAL;
      return new ColumnView(
          column.name(),
          word(column.kind()),
          column.missing(),
          column.min(),
          column.max(),
          column.mean(),
          categorical ? column.categories() : null);
    }
  }

  static DatasetView of(DatasetRow row) {
    Schema schema = row.description().schema();
    boolean images = schema.format() == Schema.Format.IDX;
    return new DatasetView(
        row.getId(),
        row.name(),
        word(schema.format()),
        word(schema.task()),
        schema.rows(),
        row.bytes(),
        row.sha256(),
        schema.inputShape().dims(),
        schema.encodedShape().dims(),
        schema.target(),
        schema.classes(),
        images ? null : schema.columns().stream().map(ColumnView::of).toList(),
        row.createdAt());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
