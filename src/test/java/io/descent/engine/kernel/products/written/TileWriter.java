package io.descent.engine.kernel.products.written;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes {@code Tiles.java}: register tiles differ only in their numbers of rows and vectors, and
 * each must be a method of its own. Run it from the project's folder after a change here, then
 * format.
 */
final class TileWriter {

  static final Path FILE =
      Path.of("src/main/java/io/descent/engine/kernel/products/written/Tiles.java");

  private static final String PANEL =
      "int first, int end, int from, int to, int[] terms, float[] a, int ao, int[] ar,"
          + " float[] b, int bo, float[] c, int co, int ldc, boolean add";
  private static final String TILE =
      "int r0, int from, int to, int[] terms, float[] a, int ao, int[] ar,"
          + " float[] b, int bo, float[] c, int co, int ldc, boolean add";
  private static final String ARGUMENTS =
      "r, from, to, terms, a, ao, ar, b, bo, c, co + r * ldc, ldc, add";

  /**
   * A panel of so many vectors, cut into tiles of these heights, the tallest first.
   *
   * @param masked the panel is a vector that is used in part
   * @param wide heights that take the registers of 16 lanes; the first has a panel to itself
   */
  record Panel(int vectors, boolean masked, List<Integer> wide, List<Integer> heights) {

    String suffix() {
      return vectors + (masked ? "Masked" : "");
    }
  }

  static final List<Panel> PANELS =
      List.of(
          new Panel(4, false, List.of(), List.of(6, 4, 3, 2, 1)),
          new Panel(3, false, List.of(), List.of(8, 4, 2, 1)),
          new Panel(2, false, List.of(12), List.of(6, 4, 2, 1)),
          new Panel(1, false, List.of(24), List.of(12, 8, 4, 2, 1)),
          new Panel(1, true, List.of(), List.of(12, 8, 4, 2, 1)));

  /** Whole panels of one vector: the windows of 5 × 5 and 3 × 3 over one channel. */
  static final List<Integer> WINDOWS = List.of(25, 9);

  private final StringBuilder text = new StringBuilder();

  private TileWriter() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, source());
  }

  static String source() {
    TileWriter writer = new TileWriter();
    writer.head();
    writer.choice();
    PANELS.forEach(writer::panel);
    PANELS.forEach(writer::tiles);
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
        import jdk.incubator.vector.VectorMask;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * Register tiles, written by {@code TileWriter}: c[r, j] = Σ a[r, p] · b[p, j] + 0 for p from
         * {@code from} to below {@code to}, a chain of fused multiply-adds from +0 in ascending p, whose
         * sum is added to what c holds where {@code add}.
         *
         * <p>a[r, p] is {@code a[ao + ar[r] + terms[2p]]}, b[p, j] is {@code b[bo + terms[2p + 1] + j]},
         * c[r, j] is {@code c[co + r · ldc + j]}. Lanes and rows are outputs; no sum crosses a lane.
         */
        public final class Tiles {

          private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
          private static final int L = S.length();

          /** Vectors of the widest panel whose tiles keep to the registers of this width. */
          public static final int WIDEST = L >= 16 ? 4 : 2;

          private Tiles() {}
        """);
  }

  private void choice() {
    line("/**");
    line(
        " * Rows {@code first} to below {@code end} of a panel, whose columns fill so many"
            + " vectors,");
    line(" * or one in part.");
    line(" */");
    line("public static void panel(int vectors, int columns, %s) {", PANEL);
    line("switch (vectors) {");
    String arguments = "first, end, from, to, terms, a, ao, ar, b, bo, c, co, ldc, add";
    for (int vectors = 4; vectors > 1; vectors--) {
      line("case %d -> panel%d(%s);", vectors, vectors, arguments);
    }
    line("default -> {");
    line("if (columns < L) {");
    line("panel1Masked(%s, columns);", arguments);
    line("} else {");
    line("panel1(%s);", arguments);
    line("}");
    line("}");
    line("}");
    line("}\n");
  }

  private void panel(Panel p) {
    String more = p.masked ? ", columns" : "";
    line("private static void panel%s(%s%s) {", p.suffix(), PANEL, p.masked ? ", int columns" : "");
    line("int r = first;");
    if (p.vectors == 1 && !p.masked) {
      windows();
    }
    for (int height : p.wide) {
      line("if (L >= 16) {");
      loop(p, height, more);
      line("}");
    }
    for (int i = 0; i < p.heights.size(); i++) {
      if (i == 0) {
        loop(p, p.heights.get(i), more);
      } else {
        once(p, p.heights.get(i), more);
      }
    }
    line("}\n");
  }

  private void windows() {
    line("switch (end - first) {");
    for (int rows : WINDOWS) {
      line("case %d -> {", rows);
      if (rows > 16) {
        line("if (L >= 16) {");
      }
      line("tile%dx1(%s);", rows, ARGUMENTS);
      line("return;");
      line(rows > 16 ? "}}" : "}");
    }
    line("default -> {}");
    line("}");
  }

  private void loop(Panel p, int height, String more) {
    line("for (; r + %d <= end; r += %d) {", height, height);
    line("tile%dx%s(%s%s);", height, p.suffix(), ARGUMENTS, more);
    line("}");
  }

  private void once(Panel p, int height, String more) {
    line("if (r + %d <= end) {", height);
    line("tile%dx%s(%s%s);", height, p.suffix(), ARGUMENTS, more);
    if (height > 1) {
      line("r += %d;", height);
    }
    line("}");
  }

  private void tiles(Panel p) {
    List<Integer> heights = new ArrayList<>(p.wide);
    heights.addAll(p.heights);
    if (p.vectors == 1 && !p.masked) {
      heights.addAll(WINDOWS);
    }
    heights.forEach(height -> tile(p, height));
  }

  private void tile(Panel p, int rows) {
    line(
        "private static void tile%dx%s(%s%s) {",
        rows, p.suffix(), TILE, p.masked ? ", int columns" : "");
    if (p.masked) {
      line("VectorMask<Float> mask = S.indexInRange(0, columns);");
    }
    line("FloatVector zero = FloatVector.zero(S);");
    for (int r = 0; r < rows; r++) {
      line("int a%d = ao + ar[r0%s];", r, r == 0 ? "" : " + " + r);
      for (int v = 0; v < p.vectors; v++) {
        line("FloatVector %s = zero;", sum(r, v));
      }
    }
    line("for (int p = 2 * from; p < 2 * to; p += 2) {");
    line("int at = terms[p];");
    line("int bt = bo + terms[p + 1];");
    for (int v = 0; v < p.vectors; v++) {
      line("FloatVector b%d = FloatVector.fromArray(S, b, bt%s%s);", v, lanes(v), mask(p));
    }
    for (int r = 0; r < rows; r++) {
      line("FloatVector x%d = FloatVector.broadcast(S, a[a%d + at]);", r, r);
      for (int v = 0; v < p.vectors; v++) {
        line("%s = x%d.fma(b%d, %s);", sum(r, v), r, v, sum(r, v));
      }
    }
    line("}");
    line("if (add) {");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < p.vectors; v++) {
        String before = "FloatVector.fromArray(S, c, %s%s)".formatted(at(r, v), mask(p));
        line("%s = %s.add(%s);", sum(r, v), before, sum(r, v));
      }
    }
    line("}");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < p.vectors; v++) {
        line("%s.add(zero).intoArray(c, %s%s);", sum(r, v), at(r, v), mask(p));
      }
    }
    line("}\n");
  }

  static String sum(int row, int vector) {
    return "c" + row + "_" + vector;
  }

  static String at(int row, int vector) {
    return "co" + times(row, "ldc") + lanes(vector);
  }

  static String lanes(int vector) {
    return times(vector, "L");
  }

  /** So many steps more. */
  static String times(int count, String step) {
    return count == 0 ? "" : count == 1 ? " + " + step : " + " + count + " * " + step;
  }

  private static String mask(Panel p) {
    return p.masked ? ", mask" : "";
  }
}
