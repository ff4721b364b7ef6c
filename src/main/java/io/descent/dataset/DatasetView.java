package io.descent.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.web.Tags;
import io.descent.web.Warning;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A data set as answers show it; images and lists have no columns. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatasetView(
    UUID id,
    String name,
    @io.swagger.v3.oas.annotations.media.Schema(types = {"object"}) Tags tags,
    @Nullable String description,
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
    @Nullable String split,
    List<Warning> warnings,
    Instant createdAt) {

  /** A column; numbers have a range, categories a list and their rows. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ColumnView(
      String name,
      String kind,
      long missing,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double mean,
      @Nullable List<String> categories,
      @Nullable List<Long> categoryRows) {

    static ColumnView of(Column column) {
      boolean categorical = column.kind() == Column.Kind.CATEGORICAL;
      return new ColumnView(
          column.name(),
          word(column.kind()),
          column.missing(),
          column.min(),
          column.max(),
          column.mean(),
          categorical ? column.categories() : null,
          categorical && !column.categoryRows().isEmpty() ? column.categoryRows() : null);
    }
  }

  /** As lists show it: without columns, which may be ten thousand. */
  static DatasetView summary(DatasetRow row) {
    return of(row, row.description, null);
  }

  static DatasetView summary(ListedDataset row) {
    String brief = Objects.requireNonNull(row.brief);
    return of(row, DescriptionJson.SHARED.convertToEntityAttribute(brief), null);
  }

  static DatasetView of(DatasetRow row) {
    Schema schema = row.description.schema();
    return of(
        row,
        row.description,
        schema.ofImages() ? null : schema.columns().stream().map(ColumnView::of).toList());
  }

  private static DatasetView of(
      DatasetHead row, Description description, @Nullable List<ColumnView> columns) {
    Schema schema = description.schema();
    return new DatasetView(
        row.getId(),
        row.name(),
        row.labels.tags(),
        row.labels.description(),
        word(schema.format()),
        word(schema.task()),
        schema.rows(),
        row.bytes,
        row.sha256,
        schema.inputShape().dims(),
        schema.encodedShape().dims(),
        schema.target(),
        schema.classes(),
        columns,
        schema.split() == null ? null : schema.split().column(),
        description.warnings(),
        row.createdAt());
  }

  /** As the API says it. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
