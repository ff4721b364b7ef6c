package io.descent.engine.tensor;

import java.util.List;

/**
 * Where the value of a logical index lies: at the sum of index · stride over the dimensions. The
 * logical order is the one clients see, last dimension fastest.
 */
public record Layout(List<Integer> dims, List<Integer> strides) {

  public Layout {
    dims = List.copyOf(dims);
    strides = List.copyOf(strides);
  }

  public static Layout vector(int length) {
    return new Layout(List.of(length), List.of(1));
  }

  public int size() {
    int size = 1;
    for (int i = 0; i < dims.size(); i++) {
      size = Math.multiplyExact(size, dims.get(i));
    }
    return size;
  }

  /** Copies the values in logical order. */
  public void gather(float[] stored, float[] logical) {
    gather(0, 0, 0, stored, logical);
  }

  private int gather(int dim, int from, int to, float[] stored, float[] logical) {
    int stride = strides.get(dim);
    if (isDense(dim)) {
      System.arraycopy(stored, from, logical, to, dims.get(dim));
      return to + dims.get(dim);
    }
    int end = to;
    for (int i = 0; i < dims.get(dim); i++) {
      if (dim == dims.size() - 1) {
        logical[end++] = stored[from + i * stride];
      } else {
        end = gather(dim + 1, from + i * stride, end, stored, logical);
      }
    }
    return end;
  }

  private boolean isDense(int dim) {
    return dim == dims.size() - 1 && strides.get(dim) == 1;
  }

  /** Copies values given in logical order to their places. */
  public void scatter(float[] logical, float[] stored) {
    scatter(0, 0, 0, logical, stored);
  }

  private int scatter(int dim, int from, int to, float[] logical, float[] stored) {
    int stride = strides.get(dim);
    if (isDense(dim)) {
      System.arraycopy(logical, from, stored, to, dims.get(dim));
      return from + dims.get(dim);
    }
    int at = from;
    for (int i = 0; i < dims.get(dim); i++) {
      if (dim == dims.size() - 1) {
        stored[to + i * stride] = logical[at++];
      } else {
        at = scatter(dim + 1, at, to + i * stride, logical, stored);
      }
    }
    return at;
  }
}
