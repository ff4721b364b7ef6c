package io.descent.engine.kernel;

/** A left factor of pixels. */
final class PixelFactor implements LeftFactor {

  private final PixelSquares squares = new PixelSquares();
  private byte[] turned = new byte[0];
  private byte[] values = turned;
  private int rowStep;
  private int termStep;

  PixelFactor of(byte[] a, int rs, int ks) {
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
      int some = 0;
      for (int r = 0; r < SparseTerms.ROWS; r++) {
        some |= values[at + r * rowStep];
      }
      count += some != 0 ? 1 : 0;
    }
    return SparseTerms.repays(columns, terms, count);
  }

  @Override
  public void find(SparseTerms found, boolean all, int i, int rows, int p, int terms) {
    int from = i * rowStep + p * termStep;
    if (termStep == 1) {
      found.find(all, rows, terms, values, from, rowStep);
    } else {
      int step = PixelSquares.step(terms);
      if (turned.length < rows * step) {
        turned = new byte[rows * step];
      }
      squares.transpose(rows, terms, values, from, termStep, turned, step);
      found.find(all, rows, terms, turned, 0, step);
    }
  }
}
