package io.descent.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.dataset.Encoding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that a model takes, as its clients have to know it.
 *
 * @param categories of a categorical column; a category's place is its number in {@code /v2}
 * @param mean of the training part, which stands for a missing number
 * @param min of the training part
 * @param max of the training part
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelColumn(
    String name,
    @Schema(allowableValues = {"numeric", "date", "categorical"}) String kind,
    @Nullable List<String> categories,
    @Nullable Double mean,
    @Nullable Double min,
    @Nullable Double max) {

  /** In the order of rows that are arrays; none of images. */
  public static List<ModelColumn> of(Encoding encoding) {
    return encoding.order().stream()
        .map(
            place ->
                place >= 0
                    ? of(encoding.numeric().get(place))
                    : of(encoding.categorical().get(-1 - place)))
        .toList();
  }

  private static ModelColumn of(Encoding.Numeric column) {
    Encoding.Range range = column.range();
    return new ModelColumn(
        column.column(),
        column.reading().date() ? "date" : "numeric",
        null,
        column.mean(),
        range == null ? null : range.min(),
        range == null ? null : range.max());
  }

  private static ModelColumn of(Encoding.Categorical column) {
    return new ModelColumn(column.column(), "categorical", column.categories(), null, null, null);
  }
}
