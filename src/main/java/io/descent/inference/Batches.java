package io.descent.inference;

import io.descent.engine.Metrics;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs rows through a network in batches as they come, and keeps what it says of them. */
final class Batches {

  private final Workspace workspace;
  private final int width;
  private final List<float[]> outputs = new ArrayList<>();
  private final List<int[]> predicted = new ArrayList<>();
  private int rows;
  private int filled;

  Batches(Workspace workspace) {
    this.workspace = workspace;
    this.width = workspace.predictor.outputs();
  }

  float[] inputs() {
    return workspace.inputs;
  }

  /** Where in the inputs the next row goes. */
  int at() {
    return filled * workspace.inputSize;
  }

  /** The row at {@link #at} is there. */
  void add() {
    rows++;
    if ((long) rows * width > Limits.ANSWER) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "so many instances would be answered by more than " + Limits.ANSWER + " numbers");
    }
    if (++filled == Workspace.ROWS) {
      predict();
    }
  }

  Outputs finish() {
    if (filled > 0) {
      predict();
    }
    return new Outputs(rows, width, outputs, predicted);
  }

  private void predict() {
    workspace.predictor.predict(workspace.inputs, filled, workspace.outputs);
    predicted.add(classes(workspace.outputs, filled));
    workspace.predictor.activateInPlace(workspace.outputs, filled);
    outputs.add(Arrays.copyOf(workspace.outputs, filled * width));
    filled = 0;
  }

  private int[] classes(float[] values, int rows) {
    int[] best = new int[rows];
    for (int row = 0; row < rows; row++) {
      best[row] = Metrics.predictedClass(values, row * width, width);
    }
    return best;
  }
}
