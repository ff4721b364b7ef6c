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
    return size(0);
  }

  /** Of the dimensions from one on. */
  private int size(int dim) {
    int size = 1;
    for (int i = dim; i < dims.size(); i++) {
      size = Math.multiplyExact(size, dims.get(i));
    }
    return size;
  }

  /** The values in logical order: what is stored where they lie so, else {@code room} with them. */
  public float[] ordered(float[] stored, float[] room) {
    if (isDense(0)) {
      return stored;
    }
    gather(stored, room);
    return room;
  }

  /** Copies the values in logical order. */
  public void gather(float[] stored, float[] logical) {
    gather(0, 0, 0, stored, logical);
  }

  private int gather(int dim, int from, int to, float[] stored, float[] logical) {
    int stride = strides.get(dim);
    if (isDense(dim)) {
      int size = size(dim);
      System.arraycopy(stored, from, logical, to, size);
      return to + size;
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

  /** Whether the values of the dimensions from one on lie in logical order, without gaps. */
  private boolean isDense(int dim) {
    int size = 1;
    for (int i = dims.size() - 1; i >= dim; i--) {
      if (strides.get(i) != size) {
        return false;
      }
      size *= dims.get(i);
    }
    return true;
  }

  /** Copies values given in logical order to their places. */
  public void scatter(float[] logical, float[] stored) {
    scatter(0, 0, 0, logical, stored);
  }

  private int scatter(int dim, int from, int to, float[] logical, float[] stored) {
    int stride = strides.get(dim);
    if (isDense(dim)) {
      int size = size(dim);
      System.arraycopy(logical, from, stored, to, size);
      return from + size;
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
