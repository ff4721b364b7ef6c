package io.descent.dataset;

import io.descent.dataset.Encoding.Categorical;
import io.descent.dataset.Encoding.Numeric;
import io.descent.engine.LossSpec;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.engine.WarmStart.Places;
import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A data set as it is encoded for a network that goes on with a model's weights: columns,
 * categories and classes are found by name. A column of both keeps the model's scaling, and
 * categories that only the model knows stay, sorted among the others.
 */
public final class CarriedEncoding {

  /**
   * What a data set and a model do not share, so that it begins anew or has no place.
   *
   * @param detail in words
   * @param columns that it is about; of classes none
   */
  public record Difference(String detail, List<String> columns) {

    public Difference {
      columns = List.copyOf(columns);
    }

    static Difference of(String detail) {
      return new Difference(detail, List.of());
    }

    static Difference of(String column, String detail) {
      return new Difference(
          "the column " + Spelling.quoted(column) + " " + detail, List.of(column));
    }
  }

  private final Encoding known;
  private final String knownTarget;
  private final Schema own;
  private final Schema schema;
  private final Map<String, Numeric> numbers;
  private final Map<String, Categorical> words;
  private final Map<String, Integer> starts = new HashMap<>();

  /** Of each categorical column the places of its categories among all; null where they stay. */
  private final List<int @Nullable []> moved = new ArrayList<>();

  /**
   * @param known the model's encoding
   * @param knownTarget the column that the model predicts
   * @param own of the data set
   */
  public CarriedEncoding(Encoding known, String knownTarget, Schema own) {
    this.known = known;
    this.knownTarget = knownTarget;
    this.own = own;
    numbers = byName(known.numeric(), Numeric::column);
    words = byName(known.categorical(), Categorical::column);
    known.encodedColumns().forEach(it -> starts.putIfAbsent(it.name(), it.from()));
    schema = extended();
  }

  /** Of an encoding from a file a name may stand twice. */
  private static <C> Map<String, C> byName(List<C> columns, Function<C, String> name) {
    return columns.stream()
        .collect(Collectors.toMap(name, Function.identity(), (first, _) -> first));
  }

  /** The data set's own, with the categories that the model knows besides. */
  public Schema schema() {
    return schema;
  }

  private Schema extended() {
    int added = 0;
    List<Column> columns = new ArrayList<>();
    for (Column column : own.columns()) {
      Column extended = extended(column);
      columns.add(extended);
      added += extended.categories().size() - column.categories().size();
    }
    return own.with(columns, added == 0 ? own.encodedShape() : wider(added));
  }

  private Shape wider(int added) {
    return Shape.of(own.encodedShape().dim(0) + added);
  }

  private Column extended(Column column) {
    if (column.kind() != Column.Kind.CATEGORICAL) {
      return column;
    }
    Categorical match = words.get(column.name());
    TreeSet<String> all = new TreeSet<>(column.categories());
    if (match != null) {
      all.addAll(match.categories());
    }
    if (all.size() == column.categories().size()) {
      moved.add(null);
      return column;
    }
    Map<String, Integer> places = places(List.copyOf(all));
    int[] to = column.categories().stream().mapToInt(places::get).toArray();
    moved.add(to);
    List<Long> rows = new ArrayList<>(Collections.nCopies(all.size(), 0L));
    for (int i = 0; i < column.categoryRows().size(); i++) {
      rows.set(to[i], column.categoryRows().get(i));
    }
    return column.with(List.copyOf(all), column.categoryRows().isEmpty() ? List.of() : rows);
  }

  static Map<String, Integer> places(List<String> words) {
    Map<String, Integer> places = new HashMap<>();
    words.forEach(word -> places.put(word, places.size()));
    return places;
  }

  /** A block of the data set with the places that categories have in {@link #schema()}. */
  RowBlock translated(RowBlock block) {
    if (moved.stream().allMatch(it -> it == null)) {
      return block;
    }
    int[][] categorical = new int[moved.size()][];
    for (int i = 0; i < categorical.length; i++) {
      int[] to = moved.get(i);
      int[] from = block.categorical()[i];
      categorical[i] =
          to == null
              ? from
              : IntStream.range(0, block.rows()).map(r -> from[r] < 0 ? -1 : to[from[r]]).toArray();
    }
    return new RowBlock(
        block.firstRow(),
        block.rows(),
        block.numeric(),
        categorical,
        block.pixels(),
        block.labels(),
        block.values());
  }

  /** What was fitted to the data set, with the model's scaling of what both have. */
  Encoding keep(Encoding fitted) {
    return new Encoding(
        fitted.inputShape(),
        fitted.encodedShape(),
        fitted.task(),
        fitted.numeric().stream().map(this::kept).toList(),
        fitted.categorical(),
        fitted.order(),
        fitted.classes(),
        predictsTheSame() ? known.target() : fitted.target());
  }

  private Numeric kept(Numeric fitted) {
    Numeric match = numbers.get(fitted.column());
    if (match == null || match.reading().date() != fitted.reading().date()) {
      return fitted;
    }
    return new Numeric(
        fitted.column(),
        match.mean(),
        match.shift(),
        match.scale(),
        fitted.reading(),
        fitted.range());
  }

  boolean predictsTheSame() {
    return known.task() == own.task()
        && (own.task() == Task.CLASSIFICATION || own.target().equals(knownTarget));
  }

  /** Where each encoded input of the data set is among the model's. */
  public Places inputs() {
    int there = Math.toIntExact(known.encodedShape().size());
    if (known.ofImages() || own.ofImages()) {
      int here = Math.toIntExact(own.encodedShape().size());
      return known.ofImages() && own.ofImages() ? Places.SAME : Places.none(here, there);
    }
    List<Integer> sources = new ArrayList<>();
    for (Column column : schema.inputs()) {
      int start = matches(column) ? starts.getOrDefault(column.name(), -1) : -1;
      if (column.kind().isNumber()) {
        sources.add(start);
      } else {
        Map<String, Integer> places = places(start < 0 ? List.of() : known(column));
        for (String word : column.categories()) {
          Integer place = places.get(word);
          sources.add(place == null ? -1 : start + place);
        }
      }
    }
    return new Places(sources, there);
  }

  List<String> known(Column column) {
    Categorical match = words.get(column.name());
    return match == null ? List.of() : match.categories();
  }

  /** Of each column of the model the place of its first encoded value. */
  Map<String, Integer> starts() {
    return starts;
  }

  boolean matches(Column column) {
    Numeric number = numbers.get(column.name());
    return switch (column.kind()) {
      case NUMERIC -> number != null && !number.reading().date();
      case DATE -> number != null && number.reading().date();
      case CATEGORICAL -> words.containsKey(column.name());
      case TARGET, IGNORED, SPLIT -> false;
    };
  }

  /** Where each output of the data set's network is among the model's. */
  public Places outputs(LossSpec knownLoss, LossSpec ownLoss) {
    int there = outputs(known.task(), knownLoss, known.classes().size());
    int here = outputs(own.task(), ownLoss, own.classes().size());
    boolean single = own.task() == Task.REGRESSION || own.labels().equals(known.classes());
    if (!predictsTheSame()) {
      return Places.none(here, there);
    }
    if (here == own.classes().size() && there == known.classes().size()) {
      Map<String, Integer> places = places(known.classes());
      return new Places(
          own.labels().stream().map(label -> places.getOrDefault(label, -1)).toList(), there);
    }
    return single && here == there ? Places.SAME : Places.none(here, there);
  }

  private static int outputs(Task task, LossSpec loss, int classes) {
    return task == Task.REGRESSION ? 1 : loss.outputs(classes);
  }

  /** What has no match. */
  public List<Difference> differences() {
    return new CarriedDifferences(this, known, knownTarget, own).all();
  }
}
