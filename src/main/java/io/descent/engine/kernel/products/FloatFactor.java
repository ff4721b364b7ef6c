package io.descent.engine.kernel.products;

/** A left factor of floats. */
final class FloatFactor implements LeftFactor {

  private final Transposer squares = new Transposer();
  private float[] turned = new float[0];
  private float[] values = turned;
  private int start;
  private int rowStep;
  private int termStep;

  FloatFactor of(float[] a, int from, int rs, int ks) {
    values = a;
    start = from;
    rowStep = rs;
    termStep = ks;
    return this;
  }

  @Override
  public boolean repays(int columns, int rows, int terms) {
    int group = Math.min(SparseTerms.ROWS, rows);
    int at = start + Math.min(rows / 2, rows - group) * rowStep;
    int left =
        termStep == 1
            ? SparseTerms.count(group, terms, values, at, rowStep)
            : count(group, terms, at);
    return SparseTerms.repays(columns, terms, left);
  }

  /** As in lanes, of terms that do not lie in a line. */
  private int count(int rows, int terms, int from) {
    int count = 0;
    for (int p = 0, at = from; p < terms; p++, at += termStep) {
      boolean some = false;
      for (int r = 0; r < rows; r++) {
        some |= values[at + r * rowStep] != 0;
      }
      count += some ? 1 : 0;
    }
    return count;
  }

  @Override
  public void find(SparseTerms found, boolean all, int i, int rows, int p, int terms, int width) {
    int from = start + i * rowStep + p * termStep;
    if (termStep == 1) {
      found.find(all, rows, terms, values, from, rowStep, width);
    } else {
      if (turned.length < rows * terms) {
        turned = new float[rows * terms];
      }
      squares.transpose(rows, terms, values, from, termStep, turned, 0, terms);
      found.find(all, rows, terms, turned, 0, terms, width);
    }
  }
}
