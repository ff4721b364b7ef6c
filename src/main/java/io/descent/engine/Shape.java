package io.descent.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The extent of one sample in each dimension: (features), or (channels, height, width). */
public record Shape(List<Integer> dims) {

  public Shape {
    dims = List.copyOf(dims);
    if (dims.isEmpty() || dims.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("every dimension must be at least 1, got " + dims);
    }
  }

  public static Shape of(int... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  public int rank() {
    return dims.size();
  }

  public int dim(int index) {
    return dims.get(index);
  }

  /** The channels of a map, the features of a row. */
  public int channels() {
    return dims.getFirst();
  }

  /** The number of values; saturates at {@link Long#MAX_VALUE}. */
  public long size() {
    long size = 1;
    for (int d : dims) {
      size = size > Long.MAX_VALUE / d ? Long.MAX_VALUE : size * d;
    }
    return size;
  }

  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
