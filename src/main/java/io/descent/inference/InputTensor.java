package io.descent.inference;

import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * One tensor of an inference request, as its JSON tells of it.
 *
 * @param pointer of it in the request
 * @param type absent for {@link #TEXT}
 * @param data where it is JSON
 * @param dataSize in bytes, where it follows the JSON object
 */
record InputTensor(
    String pointer,
    String name,
    long[] shape,
    Optional<TensorType> type,
    Optional<JsonNode> data,
    OptionalLong dataSize) {

  /** The datatype of texts: of a category, a date, or a number in its column's spelling. */
  static final String TEXT = "BYTES";

  private static final int LONGEST_NAME = 1 << 20;

  static List<InputTensor> all(JsonFields request) {
    List<JsonNode> nodes = request.requiredArray("inputs").orElse(List.of());
    List<InputTensor> tensors = new ArrayList<>();
    for (int i = 0; i < nodes.size() && !request.problems().full(); i++) {
      JsonFields fields = JsonFields.of(nodes.get(i), "/inputs/" + i, request.problems());
      tensors.add(read(fields));
    }
    return tensors;
  }

  private static InputTensor read(JsonFields tensor) {
    tensor.nullable("parameters");
    Optional<String> name = tensor.requiredText("name", LONGEST_NAME);
    long[] shape = shape(tensor);
    Optional<String> word = tensor.requiredText("datatype", Limits.NAME);
    Optional<TensorType> type = word.flatMap(it -> type(tensor, it));
    OptionalLong size = dataSize(tensor);
    Optional<JsonNode> data = tensor.node("data");
    if (data.isPresent() == size.isPresent()) {
      tensor.problems().invalid(tensor.pointer(), "must have either data or binary_data_size");
    }
    tensor.done();
    return new InputTensor(tensor.pointer(), name.orElse(""), shape, type, data, size);
  }

  private static long[] shape(JsonFields tensor) {
    List<JsonNode> dims = tensor.requiredArray("shape").orElse(List.of());
    long[] shape = new long[dims.size()];
    for (int i = 0; i < shape.length; i++) {
      JsonNode dim = dims.get(i);
      boolean fits = dim.isIntegralNumber() && dim.canConvertToLong() && dim.longValue() >= 0;
      if (!fits) {
        tensor
            .problems()
            .unreadable(
                tensor.pointer("shape") + "/" + i,
                "must be a whole number, is " + Spelling.kind(dim));
      }
      shape[i] = fits ? dim.longValue() : 0;
    }
    return shape;
  }

  private static Optional<TensorType> type(JsonFields tensor, String word) {
    List<String> words =
        new ArrayList<>(Arrays.stream(TensorType.values()).map(Enum::name).toList());
    if (words.contains(word)) {
      return Optional.of(TensorType.valueOf(word));
    }
    words.add(TEXT);
    if (!word.equals(TEXT)) {
      tensor
          .problems()
          .invalid(
              tensor.pointer("datatype"),
              String.format(Locale.ROOT, "%s is not one of %s", word, String.join(", ", words)));
    }
    return Optional.empty();
  }

  private static OptionalLong dataSize(JsonFields tensor) {
    Optional<JsonFields> parameters = tensor.optionalObject("parameters");
    return parameters.isPresent()
        ? parameters.get().optionalLong("binary_data_size", 0, Long.MAX_VALUE)
        : OptionalLong.empty();
  }

  /** Pointer of an element; that of bytes says where it would stand in flat data. */
  String place(int element) {
    boolean nested = data.isPresent() && !data.get().isEmpty() && data.get().get(0).isArray();
    if (!nested || shape.length != 2 || shape[1] == 0) {
      return pointer + "/data/" + element;
    }
    return pointer + "/data/" + element / shape[1] + "/" + element % shape[1];
  }

  /** Elements that the shape says, or 0 where that is none that fits. */
  long elements() {
    long all = 1;
    for (long dim : shape) {
      all = dim > 0 && all <= Integer.MAX_VALUE / dim ? all * dim : 0;
    }
    return all;
  }
}
