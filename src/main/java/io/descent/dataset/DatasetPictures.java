package io.descent.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.engine.PrincipalComponents;
import io.descent.engine.Task;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a person would draw of a data set: how a column's values lie, and where its rows do. */
@Component
final class DatasetPictures {

  private static final int BINS = 30;
  private static final int MOST_ROWS = 2000;
  private static final int MOST_COLUMNS = 1000;

  /** Of the sampled rows, that the decomposition works on. */
  private static final long COPIES = 4;

  private final Datasets datasets;

  DatasetPictures(Datasets datasets) {
    this.datasets = datasets;
  }

  /**
   * A column's values in bins or categories.
   *
   * @param classes in the order of {@code by_class}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ColumnPicture(
      String name,
      String kind,
      long missing,
      @Nullable List<String> classes,
      @Nullable List<HistogramBin> bins,
      @Nullable List<CategoryCount> categories) {}

  /** Numbers from one value up to another; the last bin has its end too. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HistogramBin(double from, double to, long rows, @Nullable List<Long> byClass) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CategoryCount(String label, long rows, @Nullable List<Long> byClass) {}

  /** Rows on their first two principal components; {@code explained} is the share of each. */
  record Projection(int columns, long rows, List<Double> explained, List<ProjectedRow> items) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ProjectedRow(
      long row, double x, double y, @Nullable String label, @Nullable Double value) {}

  /**
   * @param look called for each block, to give up where it throws
   */
  ColumnPicture column(Datasets.Facts dataset, String name, Runnable look) {
    Schema schema = dataset.schema();
    Column column =
        schema.columns().stream()
            .filter(it -> it.name().equals(name) && (it.kind().isInput() || isTarget(it)))
            .findFirst()
            .orElseThrow(() -> refusal("the data set learns from no column of this name"));
    boolean classes = schema.task() == Task.CLASSIFICATION;
    boolean categories = column.kind() == Column.Kind.CATEGORICAL || isTarget(column) && classes;
    int groups = categories ? labels(schema, column).size() : BINS;
    long[][] counts = new long[groups][Math.max(1, schema.classes().size())];
    count(dataset, column, counts, look);
    String kind = DatasetView.word(column.kind());
    List<String> by = classes ? schema.labels() : null;
    return categories
        ? new ColumnPicture(
            name, kind, column.missing(), by, null, categories(schema, column, counts))
        : new ColumnPicture(name, kind, column.missing(), by, bins(column, counts, classes), null);
  }

  private static boolean isTarget(Column column) {
    return column.kind() == Column.Kind.TARGET;
  }

  private static List<String> labels(Schema schema, Column column) {
    return isTarget(column) ? schema.labels() : column.categories();
  }

  private void count(Datasets.Facts dataset, Column column, long[][] counts, Runnable look) {
    Schema schema = dataset.schema();
    boolean classes = schema.task() == Task.CLASSIFICATION;
    int place = place(schema, column);
    datasets.blocks(
        dataset,
        block -> {
          look.run();
          for (int row = 0; row < block.rows(); row++) {
            int label = classes ? block.labels()[row] : 0;
            int group =
                column.kind() == Column.Kind.CATEGORICAL
                    ? block.categorical()[place][row]
                    : isTarget(column) && classes
                        ? label
                        : bin(
                            column,
                            isTarget(column) ? block.values()[row] : block.numeric()[place][row]);
            if (group >= 0) {
              counts[group][label]++;
            }
          }
        });
  }

  /** Among the columns that lie as it does. */
  private static int place(Schema schema, Column column) {
    return schema.inputs().stream()
        .filter(it -> it.kind().isNumber() == column.kind().isNumber())
        .toList()
        .indexOf(column);
  }

  private static int bin(Column column, double value) {
    if (Double.isNaN(value)) {
      return -1;
    }
    double width = max(column) - min(column);
    return width == 0 ? 0 : Math.min(BINS - 1, (int) ((value - min(column)) / width * BINS));
  }

  private static double min(Column column) {
    return column.min() == null ? 0 : column.min();
  }

  private static double max(Column column) {
    return column.max() == null ? 0 : column.max();
  }

  private static List<HistogramBin> bins(Column column, long[][] counts, boolean classes) {
    List<HistogramBin> bins = new ArrayList<>();
    double width = (max(column) - min(column)) / BINS;
    for (int i = 0; i < BINS; i++) {
      double from = min(column) + i * width;
      double to = i == BINS - 1 ? max(column) : min(column) + (i + 1) * width;
      bins.add(new HistogramBin(from, to, sum(counts[i]), classes ? boxed(counts[i]) : null));
    }
    return bins;
  }

  private static List<CategoryCount> categories(Schema schema, Column column, long[][] counts) {
    List<CategoryCount> found = new ArrayList<>();
    List<String> labels = labels(schema, column);
    boolean classes = schema.task() == Task.CLASSIFICATION && !isTarget(column);
    for (int i = 0; i < labels.size(); i++) {
      found.add(
          new CategoryCount(labels.get(i), sum(counts[i]), classes ? boxed(counts[i]) : null));
    }
    return found;
  }

  private static long sum(long[] counts) {
    return Arrays.stream(counts).sum();
  }

  private static List<Long> boxed(long[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }

  private static ProblemException refusal(String detail) {
    return ProblemException.fields(ProblemKind.UNREADABLE, List.of(new FieldError("name", detail)));
  }

  /**
   * Rows that lie evenly among all, standardized.
   *
   * @param memory what the rows are added to
   * @param look called for each block, to give up where it throws
   */
  Projection projection(Datasets.Facts dataset, RequestMemory.Taken memory, Runnable look) {
    Schema schema = dataset.schema();
    int columns = Math.toIntExact(schema.encodedShape().size());
    if (columns > MOST_COLUMNS) {
      throw ProblemException.of(
          ProblemKind.INVALID,
          "the data set has %d encoded columns; a projection takes at most %d"
              .formatted(columns, MOST_COLUMNS));
    }
    memory.take(COPIES * columns * Double.BYTES * Math.min(MOST_ROWS, schema.rows()));
    SampledRows rows = new SampledRows(schema, MOST_ROWS);
    datasets.blocks(
        dataset,
        block -> {
          look.run();
          rows.take(block);
        });
    look.run();
    PrincipalComponents components = PrincipalComponents.of(rows.standardized(), 2);
    List<ProjectedRow> points = new ArrayList<>();
    for (int i = 0; i < rows.count(); i++) {
      double[] place = components.projection()[i];
      points.add(
          new ProjectedRow(
              rows.row(i),
              place[0],
              place.length > 1 ? place[1] : 0,
              rows.label(i),
              rows.value(i)));
    }
    List<Double> explained = Arrays.stream(components.explained()).boxed().toList();
    return new Projection(columns, points.size(), explained, points);
  }
}
