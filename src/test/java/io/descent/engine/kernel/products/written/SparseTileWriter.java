package io.descent.engine.kernel.products.written;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code SparseTiles.java}, as {@link TileWriter} does the others. Run it from the project's
 * folder after a change here, then format.
 */
final class SparseTileWriter {

  static final Path FILE =
      Path.of("src/main/java/io/descent/engine/kernel/products/written/SparseTiles.java");

  private static final int TALLEST = 3;
  private static final int WIDEST = 4;
  private static final String PARAMETERS =
      "int from, int to, int[] offsets, float[] a, float[] b, float[] c, int co, int ldc,"
          + " boolean resume";
  private static final String ARGUMENTS = "from, to, offsets, a, b, c, co, ldc, resume";

  private final StringBuilder text = new StringBuilder();

  private SparseTileWriter() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, source());
  }

  static String source() {
    SparseTileWriter writer = new SparseTileWriter();
    writer.head();
    writer.choices();
    for (int rows = TALLEST; rows > 0; rows--) {
      for (int vectors = WIDEST; vectors > 0; vectors--) {
        writer.tile(rows, vectors);
      }
    }
    writer.line("}");
    return writer.text.toString();
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }

  private void head() {
    line(
        """
        package io.descent.engine.kernel.products.written;

        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * Register tiles of few rows of a left factor with many zeros, written by {@code
         * SparseTileWriter}: c[r, j] = Σ a[r, p] · b[p, j] for p from {@code from} to below {@code to}, a
         * chain of fused multiply-adds in ascending p from +0, or from what c holds where {@code
         * resume}; a sum of −0 is stored as +0.
         *
         * <p>a[r, p] is {@code a[p + r · STEP]}, b[p, j] is {@code b[offsets[p] + j]}, c[r, j] is {@code
         * c[co + r · ldc + j]}. As one index serves for a and for the offsets, the loop keeps to the
         * registers.
         */
        public final class SparseTiles {

          private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
          private static final int L = S.length();

          /** Rows of the tallest tile that keeps to the registers of this width. */
          public static final int TALLEST = L >= 16 ? %d : 2;

          /** Vectors of the widest tile. */
          public static final int WIDEST = %d;

          /** Terms of a row at most: 32 kB of four vectors of 16 lanes. A byte has to hold their numbers. */
          public static final int TERMS = 128;

          /** Values from one row to the next: the terms, and a vector more. */
          public static final int STEP = TERMS + L;

          private SparseTiles() {}
        """,
        TALLEST, WIDEST);
  }

  private void choices() {
    line("/** A tile of so many rows and vectors. */");
    line("public static void tile(int rows, int vectors, %s) {", PARAMETERS);
    line("switch (rows) {");
    for (int rows = TALLEST; rows > 1; rows--) {
      line("case %d -> rows%d(vectors, %s);", rows, rows, ARGUMENTS);
    }
    line("default -> rows1(vectors, %s);", ARGUMENTS);
    line("}");
    line("}\n");
    for (int rows = TALLEST; rows > 0; rows--) {
      line("private static void rows%d(int vectors, %s) {", rows, PARAMETERS);
      line("switch (vectors) {");
      for (int vectors = WIDEST; vectors > 1; vectors--) {
        line("case %d -> tile%dx%d(%s);", vectors, rows, vectors, ARGUMENTS);
      }
      line("default -> tile%dx1(%s);", rows, ARGUMENTS);
      line("}");
      line("}\n");
    }
  }

  private void tile(int rows, int vectors) {
    line("private static void tile%dx%d(%s) {", rows, vectors, PARAMETERS);
    line("FloatVector zero = FloatVector.zero(S);");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        line("FloatVector %s = zero;", TileWriter.sum(r, v));
      }
    }
    line("if (resume) {");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        line("%s = FloatVector.fromArray(S, c, %s);", TileWriter.sum(r, v), TileWriter.at(r, v));
      }
    }
    line("}");
    line("for (int p = from; p < to; p++) {");
    line("int bt = offsets[p];");
    for (int v = 0; v < vectors; v++) {
      line("FloatVector b%d = FloatVector.fromArray(S, b, bt%s);", v, TileWriter.lanes(v));
    }
    for (int r = 0; r < rows; r++) {
      line("FloatVector x%d = FloatVector.broadcast(S, a[p%s]);", r, TileWriter.times(r, "STEP"));
      for (int v = 0; v < vectors; v++) {
        line("%s = x%d.fma(b%d, %s);", TileWriter.sum(r, v), r, v, TileWriter.sum(r, v));
      }
    }
    line("}");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        line("%s.add(zero).intoArray(c, %s);", TileWriter.sum(r, v), TileWriter.at(r, v));
      }
    }
    line("}\n");
  }
}
