package io.descent.engine.kernel.rows;

import io.descent.engine.kernel.Exercise;
import io.descent.engine.kernel.KernelGroup;
import io.descent.engine.kernel.Rows;
import java.util.ArrayList;
import java.util.List;

/** Rows that end in whole vectors, before and after. */
public final class RowExercise {

  private RowExercise() {}

  public static Exercise of(Rows lanes) {
    float[] a = Exercise.values();
    float[] b = Exercise.values();
    float[] c = new float[Exercise.SIZE];
    float[] d = new float[Exercise.SIZE];
    double[] partials = new double[Rows.PARTIALS];
    List<Runnable> steps = new ArrayList<>();
    for (int columns : new int[] {29, 32, 35}) {
      steps.add(() -> lanes.addRowInPlace(0, 3, columns, a, c, 40));
      steps.add(() -> lanes.columnSums(0, columns, 5, a, 40, c));
      steps.add(() -> lanes.columnSquares(0, columns, 5, a, 40, b, c));
      steps.add(() -> lanes.columnProducts(0, columns, 5, a, b, 40, c));
      steps.add(() -> lanes.normalize(0, 3, columns, 40, a, b, b, b, b, c, d));
      steps.add(() -> lanes.normalizeGradient(0, 3, columns, 40, a, b, b, b, b, c));
      steps.add(() -> lanes.softmax(0, 3, columns, a, 40, c, 40, d, d));
      steps.add(() -> lanes.addSquares(columns * 5, a, partials));
    }
    return new Exercise(
        KernelGroup.ROWS,
        steps,
        kernels -> {
          kernels.rows().addRowInPlace(0, 32, 50, a, c, 64);
          kernels.rows().columnSums(0, 50, 32, a, 64, c);
          kernels.rows().softmax(0, 32, 20, a, 32, c, 32, d, d);
        });
  }
}
