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
  private final boolean both;
  private final BatchTurns.Runner turns;
  private final List<float[]> outputs = new ArrayList<>();
  private final List<int[]> predicted = new ArrayList<>();
  private int rows;
  private int filled;

  /**
   * @param classes of the network; where there are two and one output, the answer tells both
   */
  Batches(Workspace workspace, int classes, BatchTurns.Runner turns) {
    this.turns = turns;
    this.workspace = workspace;
    this.both = classes == 2 && workspace.predictor.outputs() == 1;
    this.width = both ? 2 : workspace.predictor.outputs();
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
    turns.run(
        filled * workspace.flops,
        () -> workspace.predictor.predict(workspace.inputs, filled, workspace.outputs));
    turns.keep((long) filled * (width + 1) * Float.BYTES);
    predicted.add(classes(workspace.outputs, filled));
    workspace.predictor.activateInPlace(workspace.outputs, filled);
    outputs.add(both ? bothClasses() : Arrays.copyOf(workspace.outputs, filled * width));
    filled = 0;
  }

  /** The one output is the probability of the second class. */
  private float[] bothClasses() {
    float[] values = new float[2 * filled];
    for (int row = 0; row < filled; row++) {
      values[2 * row] = 1 - workspace.outputs[row];
      values[2 * row + 1] = workspace.outputs[row];
    }
    return values;
  }

  private int[] classes(float[] values, int rows) {
    int outputs = workspace.predictor.outputs();
    int[] best = new int[rows];
    for (int row = 0; row < rows; row++) {
      best[row] = Metrics.predictedClass(values, row * outputs, outputs);
    }
    return best;
  }
}
