package io.descent.engine;

import io.descent.engine.tensor.Parameter;
import java.util.List;

/** The weights of the best epoch so far, where they are to be kept. */
final class BestWeights {

  private final List<Parameter> tensors;
  private final List<float[]> kept;

  BestWeights(List<Parameter> tensors, boolean wanted) {
    this.tensors = tensors;
    kept = wanted ? tensors.stream().map(t -> new float[t.size()]).toList() : List.of();
  }

  /** Keeps the current weights, where any are to be kept. */
  void keep() {
    for (int i = 0; i < kept.size(); i++) {
      tensors.get(i).readInto(kept.get(i));
    }
  }

  /** The arrays themselves, in the order of the tensors; empty where nothing is kept. */
  List<float[]> kept() {
    return kept;
  }

  /** The kept weights if there are any, else the current ones, in client layout. */
  List<float[]> values(boolean hasBest) {
    if (hasBest && !kept.isEmpty()) {
      return kept;
    }
    return tensors.stream().map(Parameter::read).toList();
  }
}
