package io.descent.model.onnx;

import static io.descent.model.onnx.OnnxOperator.EQUAL;
import static io.descent.model.onnx.OnnxOperator.IS_NAN;
import static org.tribuo.util.onnx.ONNXOperators.CONCAT;
import static org.tribuo.util.onnx.ONNXOperators.DIV;
import static org.tribuo.util.onnx.ONNXOperators.GATHER;
import static org.tribuo.util.onnx.ONNXOperators.SUB;
import static org.tribuo.util.onnx.ONNXOperators.WHERE;

import io.descent.dataset.Encoding;
import io.descent.dataset.Encoding.Numeric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXInitializer;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/**
 * Puts an {@link Encoding} into a graph: raw values in, what the first layer sees out. All columns
 * of a kind go through the same few nodes, so that a table of thousands of columns stays a small
 * graph.
 */
final class OnnxPreprocessing {

  private final ONNXContext graph;
  private final Encoding encoding;

  OnnxPreprocessing(ONNXContext graph, Encoding encoding) {
    this.graph = graph;
    this.encoding = encoding;
  }

  ONNXRef<?> append(ONNXRef<?> raw) {
    return encoding.ofImages() ? pixels(raw) : table(raw);
  }

  private ONNXRef<?> pixels(ONNXRef<?> raw) {
    ONNXInitializer full = graph.array("full", new double[] {255}, false);
    return raw.cast(double.class).apply(DIV, full, "scaled").cast(float.class);
  }

  private ONNXRef<?> table(ONNXRef<?> raw) {
    List<ONNXRef<?>> parts = new ArrayList<>();
    if (!encoding.numeric().isEmpty()) {
      parts.add(numeric(raw));
    }
    if (!encoding.categorical().isEmpty()) {
      parts.add(oneHot(raw));
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    ONNXNode both = graph.operation(CONCAT, parts, "columns", Map.of("axis", 1));
    return gather(both, encodedOrder(), "encoded");
  }

  /** (x − shift) / scale in double, a missing x being the mean. */
  private ONNXRef<?> numeric(ONNXRef<?> raw) {
    ONNXRef<?> x = gather(raw, columns(true), "numeric").cast(double.class);
    ONNXInitializer mean = doubles("mean", Numeric::mean);
    return x.apply(IS_NAN, "missing")
        .apply(WHERE, List.of(mean, x), "present")
        .apply(SUB, doubles("shift", Numeric::shift), "shifted")
        .apply(DIV, doubles("scale", Numeric::scale), "scaled")
        .cast(float.class);
  }

  private ONNXInitializer doubles(String name, ToDoubleFunction<Numeric> part) {
    return graph.array(name, encoding.numeric().stream().mapToDouble(part).toArray(), false);
  }

  /** Every category is compared with its column's index; NaN equals none. */
  private ONNXRef<?> oneHot(ONNXRef<?> raw) {
    long[] columns = columns(false);
    List<Long> sources = new ArrayList<>();
    List<Float> indices = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      for (int k = 0; k < encoding.categorical().get(c).categories().size(); k++) {
        sources.add(columns[c]);
        indices.add((float) k);
      }
    }
    float[] wanted = new float[indices.size()];
    IntStream.range(0, wanted.length).forEach(i -> wanted[i] = indices.get(i));
    long[] from = sources.stream().mapToLong(Long::longValue).toArray();
    ONNXRef<?> indexes = gather(raw, from, "categorical");
    boolean floats = encoding.tooFineForFloats().isEmpty();
    return (floats ? indexes : indexes.cast(float.class))
        .apply(EQUAL, graph.array("category", wanted), "is")
        .cast(float.class);
  }

  private ONNXNode gather(ONNXRef<?> from, long[] indices, String name) {
    ONNXInitializer columns = graph.array(name + ".index", indices);
    return graph.operation(GATHER, List.of(from, columns), name, Map.of("axis", 1));
  }

  /** Positions of the numeric or of the categorical columns among the raw ones. */
  private long[] columns(boolean numeric) {
    List<Integer> order = encoding.order();
    return IntStream.range(0, order.size())
        .filter(i -> order.get(i) >= 0 == numeric)
        .asLongStream()
        .toArray();
  }

  /** Where each encoded value stands behind all numbers and all categories. */
  private long[] encodedOrder() {
    List<Long> positions = new ArrayList<>();
    long number = 0;
    long category = encoding.numeric().size();
    for (int column : encoding.order()) {
      if (column >= 0) {
        positions.add(number++);
      } else {
        int categories = encoding.categorical().get(-1 - column).categories().size();
        for (int k = 0; k < categories; k++) {
          positions.add(category++);
        }
      }
    }
    return positions.stream().mapToLong(Long::longValue).toArray();
  }
}
