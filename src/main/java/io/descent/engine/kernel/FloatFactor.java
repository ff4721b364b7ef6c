package io.descent.engine.kernel;

/** A left factor of floats. */
final class FloatFactor implements LeftFactor {

  private final Transposer squares = new Transposer();
  private float[] turned = new float[0];
  private float[] values = turned;
  private int rowStep;
  private int termStep;

  FloatFactor of(float[] a, int rs, int ks) {
    values = a;
    rowStep = rs;
    termStep = ks;
    return this;
  }

  @Override
  public boolean repays(int columns, int rows, int terms) {
    int count = 0;
    int at = rows / 2 * rowStep;
    for (int p = 0; p < terms; p++, at += termStep) {
      boolean some = false;
      for (int r = 0; r < SparseTerms.ROWS; r++) {
        some |= values[at + r * rowStep] != 0;
      }
      count += some ? 1 : 0;
    }
    return SparseTerms.repays(columns, terms, count);
  }

  @Override
  public void find(SparseTerms found, boolean all, int i, int rows, int p, int terms) {
    int from = i * rowStep + p * termStep;
    if (termStep == 1) {
      found.find(all, rows, terms, values, from, rowStep);
    } else {
      if (turned.length < rows * terms) {
        turned = new float[rows * terms];
      }
      squares.transpose(rows, terms, values, from, termStep, turned, 0, terms);
      found.find(all, rows, terms, turned, 0, terms);
    }
  }
}
