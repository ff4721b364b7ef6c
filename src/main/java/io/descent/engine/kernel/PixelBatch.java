package io.descent.engine.kernel;

/**
 * Rows of pixels as bytes, which stand for what {@link Pixels#scale} makes of them: a matrix that
 * is a quarter as large. The floats are made where an operation wants them.
 */
public final class PixelBatch {

  /** The stand-in where no pixels are. */
  public static final PixelBatch NONE = new PixelBatch(0, new float[0]);

  private final int columns;
  private final float[] floats;
  private byte[] bytes = new byte[0];
  private int scaled;

  /**
   * @param columns pixels of a row
   * @param floats for all rows, whose content is lost where floats are made
   */
  public PixelBatch(int columns, float[] floats) {
    this.columns = columns;
    this.floats = floats;
  }

  public int columns() {
    return columns;
  }

  /** Where pixels are put, row r from r · columns on. */
  public byte[] fill() {
    if (bytes.length == 0) {
      bytes = new byte[floats.length];
    }
    scaled = 0;
    return bytes;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** The first rows as floats. */
  public float[] floats(int rows, Pixels kernels) {
    if (scaled < rows) {
      kernels.scale(rows * columns, bytes, 0, floats, 0);
      scaled = rows;
    }
    return floats;
  }
}
