package io.descent.engine.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code PairTiles.java}, as {@link TileWriter} does the others. Run it from the project's
 * folder after a change here, then format.
 */
final class PairTileWriter {

  static final Path FILE = Path.of("src/main/java/io/descent/engine/kernel/PairTiles.java");

  private static final int WIDEST = 4;

  private final StringBuilder text = new StringBuilder();

  private PairTileWriter() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, source());
  }

  static String source() {
    PairTileWriter writer = new PairTileWriter();
    writer.head();
    writer.choice("two", 2);
    writer.choice("one", 1);
    for (int rows = 2; rows > 0; rows--) {
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
        package io.descent.engine.kernel;

        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * Register tiles of one or two rows, written by {@code PairTileWriter}: c[r, j] = Σ a[r, p] ·
         * b[p, j] for p below {@code count}, a chain of fused multiply-adds in ascending p from +0, or
         * from what c holds where {@code resume}; a sum of −0 is stored as +0.
         *
         * <p>a[0, p] is {@code a[a0 + p]}, a[1, p] is {@code a[a1 + p]}, b[p, j] is {@code
         * b[bo + offsets[from + p] + j]}, c[r, j] is {@code c[co + r · ldc + j]}. As the places of a
         * follow from p, they are checked once before the loop.
         */
        final class PairTiles {

          private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
          private static final int L = S.length();

          /** Vectors of the widest tile. */
          static final int WIDEST = %d;

          private PairTiles() {}
        """,
        WIDEST);
  }

  private static String parameters(int rows) {
    return "int count, int[] offsets, int from, float[] a, int a0, %sfloat[] b, int bo, float[] c, int co, %sboolean resume"
        .formatted(rows > 1 ? "int a1, " : "", rows > 1 ? "int ldc, " : "");
  }

  private static String arguments(int rows) {
    return parameters(rows).replaceAll("(int\\[\\]|float\\[\\]|int|boolean) ", "");
  }

  private void choice(String name, int rows) {
    line("/** A tile of so many vectors. */");
    line("static void %s(int vectors, %s) {", name, parameters(rows));
    line("switch (vectors) {");
    for (int vectors = WIDEST; vectors > 1; vectors--) {
      line("case %d -> tile%dx%d(%s);", vectors, rows, vectors, arguments(rows));
    }
    line("default -> tile%dx1(%s);", rows, arguments(rows));
    line("}");
    line("}\n");
  }

  private void tile(int rows, int vectors) {
    line("private static void tile%dx%d(%s) {", rows, vectors, parameters(rows));
    line("FloatVector zero = FloatVector.zero(S);");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        line("FloatVector %s = zero;", TileWriter.sum(r, v));
      }
    }
    line("if (resume) {");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        line("%s = FloatVector.fromArray(S, c, %s);", TileWriter.sum(r, v), at(r, v));
      }
    }
    line("}");
    line("for (int p = 0; p < count; p++) {");
    line("int bt = bo + offsets[from + p];");
    for (int v = 0; v < vectors; v++) {
      line("FloatVector b%d = FloatVector.fromArray(S, b, bt%s);", v, TileWriter.lanes(v));
    }
    for (int r = 0; r < rows; r++) {
      line("FloatVector x%d = FloatVector.broadcast(S, a[a%d + p]);", r, r);
      for (int v = 0; v < vectors; v++) {
        line("%s = x%d.fma(b%d, %s);", TileWriter.sum(r, v), r, v, TileWriter.sum(r, v));
      }
    }
    line("}");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        line("%s.add(zero).intoArray(c, %s);", TileWriter.sum(r, v), at(r, v));
      }
    }
    line("}\n");
  }

  private static String at(int row, int vector) {
    return "co" + (row == 0 ? "" : " + ldc") + TileWriter.lanes(vector);
  }
}
