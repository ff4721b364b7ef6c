package io.descent.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw rows into what a network sees; fitted on training rows alone, kept in the model.
 * Numbers are computed in double and cast once: {@code (float) ((x − shift) / scale)}; a missing
 * number is the training mean; a category becomes one-hot, missing or unseen all zeros; a pixel is
 * divided by 255. A regression target is standardized by {@code target} and turned back in every
 * answer.
 *
 * @param order for each input column in file order its index in {@code numeric}, or −1 − its index
 *     in {@code categorical}; empty for images
 */
public record Encoding(
    Shape inputShape,
    Shape encodedShape,
    Task task,
    List<Numeric> numeric,
    List<Categorical> categorical,
    List<Integer> order,
    List<String> classes,
    TargetScale target) {

  public Encoding {
    numeric = List.copyOf(numeric);
    categorical = List.copyOf(categorical);
    order = List.copyOf(order);
    classes = List.copyOf(classes);
  }

  /**
   * How a numeric column is scaled.
   *
   * @param mean what stands for a missing number
   * @param reading how values are spelled
   * @param range of the training part; absent in what was stored before it was kept
   */
  public record Numeric(
      String column,
      double mean,
      double shift,
      double scale,
      ColumnReading reading,
      @Nullable Range range) {

    /** What was stored before there were readings has none. */
    @SuppressWarnings("NullAway")
    public Numeric {
      reading = ColumnReading.orPlain(reading);
    }

    public Numeric(String column, double mean, double shift, double scale) {
      this(column, mean, shift, scale, ColumnReading.PLAIN, null);
    }

    public Numeric(String column, double mean, double shift, double scale, ColumnReading reading) {
      this(column, mean, shift, scale, reading, null);
    }

    /**
     * Whether float32 cannot carry the column: a unit in the last place of its largest value is
     * more than 10⁻⁴ of its deviation.
     */
    public boolean isTooFineForFloats() {
      double largest =
          range == null ? Math.abs(mean) : Math.max(Math.abs(range.min()), Math.abs(range.max()));
      double deviation = range == null ? scale : range.deviation();
      return Math.ulp((float) largest) > 1e-4 * deviation;
    }

    float encode(double x) {
      return (float) (((Double.isNaN(x) ? mean : x) - shift) / scale);
    }
  }

  /**
   * @param deviation by n; 1 for a constant column
   */
  public record Range(double min, double max, double deviation) {}

  /**
   * A categorical column; a category's place in the list is its place in the one-hot code.
   *
   * @param missing spellings of a missing value
   */
  public record Categorical(
      String column,
      List<String> categories,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> missing) {

    /** What was stored before missing values were kept has none. */
    @SuppressWarnings("NullAway")
    public Categorical {
      categories = List.copyOf(categories);
      missing = missing == null ? List.of() : List.copyOf(missing);
    }

    public Categorical(String column, List<String> categories) {
      this(column, categories, List.of());
    }

    /** Finds its categories by their words. */
    public WordIndex index() {
      return new WordIndex(categories);
    }
  }

  /** A target t is learnt as (t − mean) / deviation; (0, 1) for classes. */
  public record TargetScale(double mean, double deviation) {

    public static final TargetScale NONE = new TargetScale(0, 1);

    public float encode(double t) {
      return (float) ((t - mean) / deviation);
    }

    public double decode(double y) {
      return y * deviation + mean;
    }
  }

  /** An input column where it is encoded: so many values from one on. */
  public record EncodedColumn(String name, int from, int width) {}

  /** In column order; none of images. */
  public List<EncodedColumn> encodedColumns() {
    List<EncodedColumn> columns = new ArrayList<>();
    int from = 0;
    for (int place : order) {
      Categorical words = place < 0 ? categorical.get(-1 - place) : null;
      String name = words == null ? numeric.get(place).column() : words.column();
      int width = words == null ? 1 : words.categories().size();
      columns.add(new EncodedColumn(name, from, width));
      from += width;
    }
    return columns;
  }

  /** The columns that float32 cannot carry. */
  public List<String> tooFineForFloats() {
    return numeric.stream().filter(Numeric::isTooFineForFloats).map(Numeric::column).toList();
  }

  /** Whether rows are images: pixels, no columns. */
  public boolean ofImages() {
    return order.isEmpty();
  }

  /**
   * Encodes one row of a table to {@code into[at…]}, in column order.
   *
   * @param numbers one for each numeric column, in order; NaN is missing
   * @param categories one for each categorical column, in order: an index into its categories, −1
   *     is missing or unseen
   */
  public void encode(double[] numbers, int[] categories, float[] into, int at) {
    int next = at;
    for (int place : order) {
      if (place >= 0) {
        into[next++] = numeric.get(place).encode(numbers[place]);
      } else {
        next = oneHot(-1 - place, categories[-1 - place], into, next);
      }
    }
  }

  /** As {@link #encode(double[], int[], float[], int)}, of a row of a table's block. */
  public void encode(RowBlock block, int row, float[] into, int at) {
    int next = at;
    for (int place : order) {
      if (place >= 0) {
        into[next++] = numeric.get(place).encode(block.numeric()[place][row]);
      } else {
        next = oneHot(-1 - place, block.categorical()[-1 - place][row], into, next);
      }
    }
  }

  private int oneHot(int column, int category, float[] into, int at) {
    int end = at + categorical.get(column).categories().size();
    Arrays.fill(into, at, end, 0f);
    if (category >= 0) {
      into[at + category] = 1f;
    }
    return end;
  }

  /** Encodes one image of pixels from 0 to 255 to {@code into[at…]}. */
  public void encodePixels(double[] pixels, float[] into, int at) {
    for (int i = 0; i < pixels.length; i++) {
      into[at + i] = (float) (pixels[i] / 255);
    }
  }
}
