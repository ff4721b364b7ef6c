package io.descent.engine.kernel.products;

import io.descent.engine.kernel.Exercise;
import io.descent.engine.kernel.KernelGroup;
import io.descent.engine.kernel.PixelBatch;
import io.descent.engine.kernel.PixelProducts;
import io.descent.engine.kernel.Products;
import io.descent.engine.kernel.products.written.SparseTiles;
import io.descent.engine.kernel.products.written.Tiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every tile, and products of matrices with few and with many zeros. */
public final class ProductExercises {

  private ProductExercises() {}

  public static Exercise ofFloats(Products lanes) {
    float[] a = Exercise.values();
    float[] b = Exercise.values();
    float[] c = new float[Exercise.SIZE];
    List<Runnable> steps = new ArrayList<>(new TileSteps().all());
    steps.add(() -> lanes.nn(0, 16, 0, 64, 16, a, 64, b, 300, c, 300));
    float[] margins = new float[Exercise.SIZE];
    margins[Exercise.SIZE / 2] = 1f;
    for (int i = 0; i < 16 * 64; i += 5) {
      margins[i * 8 % 1000] = 1f;
    }
    steps.add(() -> lanes.nn(0, 13, 0, 64, 40, margins, 64, b, 64, c, 64));
    steps.add(() -> lanes.tn(0, 13, 0, 64, 40, margins, 64, b, 64, c, 64));
    steps.add(() -> lanes.nt(0, 5, 0, 64, 33, a, 64, b, 64, c, 64));
    float[] panel = new float[Exercise.SIZE];
    for (int vectors : new int[] {1, SparseTiles.WIDEST}) {
      steps.add(() -> FiniteCheck.copying(40, vectors, a, 3, 300, panel));
    }
    for (float[] left : List.of(a, margins)) {
      steps.add(() -> lanes.nn(0, 17, 0, 64, 140, left, 140, b, 64, c, 64));
      steps.add(() -> lanes.tn(0, 17, 0, 64, 140, left, 64, b, 64, c, 64));
      steps.add(() -> lanes.nt(0, 17, 0, 64, 140, left, 140, b, 140, c, 64));
      steps.add(() -> lanes.row(0, 64, 64, 140, left, b, 64, c));
    }
    return new Exercise(
        KernelGroup.PRODUCTS,
        steps,
        kernels -> kernels.products().nn(0, 48, 0, 64, 64, a, 64, b, 64, c, 64));
  }

  public static Exercise ofPixels(PixelProducts lanes) {
    float[] b = Exercise.values();
    float[] c = new float[Exercise.SIZE];
    List<Runnable> steps = new ArrayList<>();
    for (int columns : new int[] {40, 140}) {
      for (int lit : new int[] {1, 11}) {
        PixelBatch pixels = pixels(49, columns, lit);
        steps.add(() -> lanes.nn(0, 49, 64, pixels, b, 64, c, 64));
        steps.add(() -> lanes.tn(0, columns, 64, 49, pixels, b, 64, c, 64));
      }
    }
    PixelBatch sparse = pixels(49, 140, 11);
    return new Exercise(
        KernelGroup.PIXEL_PRODUCTS,
        steps,
        kernels -> {
          if (!kernels.pixelProducts().nn(0, 49, 64, sparse, b, 64, c, 64)) {
            float[] a = sparse.floats(49, kernels.pixels());
            kernels.products().nn(0, 49, 0, 64, 140, a, 140, b, 64, c, 64);
          }
        });
  }

  /** Of so many pixels one is not zero. */
  private static PixelBatch pixels(int rows, int columns, int lit) {
    PixelBatch batch = new PixelBatch(columns, new float[rows * columns]);
    byte[] pixels = batch.fill();
    for (int i = 0; i < pixels.length; i += lit) {
      pixels[i] = (byte) (1 + i % 255);
    }
    return batch;
  }

  /** One step for each tile, with and without a sum to add to. */
  private static final class TileSteps {

    private static final int TERMS = 16;
    private static final int WIDTH = 64;

    /** Every height of a tile; one that a panel lacks is put together from others. */
    private static final int[] HEIGHTS = {6, 8, 12, 24, 25, 9, 4, 3, 2, 1};

    private final int[] rows = new OffsetTable().of(WIDTH, WIDTH);
    private final int[] terms = new StridedPairs().of(1, WIDTH, TERMS);
    private final float[] a = new float[WIDTH * WIDTH];
    private final float[] b = new float[WIDTH * WIDTH];
    private final float[] c = new float[WIDTH * WIDTH];
    private final int[] offsets = new OffsetTable().of(WIDTH, WIDTH);
    private final float[] panel = new float[WIDTH * WIDTH];
    private int partial;

    private TileSteps() {
      Arrays.fill(a, 1e-3f);
      Arrays.fill(b, 1e-3f);
    }

    List<Runnable> all() {
      int lanes = VectorProducts.LANES;
      List<Runnable> steps = new ArrayList<>();
      for (int height : HEIGHTS) {
        for (int vectors = Tiles.WIDEST; vectors >= 1; vectors--) {
          int width = vectors;
          steps.add(() -> panel(width, width * lanes, height));
        }
        steps.add(() -> panel(1, nextPart(lanes), height));
      }
      for (int height = SparseTiles.TALLEST; height > 0; height--) {
        for (int vectors = SparseTiles.WIDEST; vectors > 0; vectors--) {
          int rows = height;
          int width = vectors;
          steps.add(() -> sparse(rows, width));
        }
      }
      return steps;
    }

    private void sparse(int height, int vectors) {
      for (int i = 0; i < 2; i++) {
        SparseTiles.tile(height, vectors, 0, TERMS, offsets, a, panel, c, 0, WIDTH, i > 0);
      }
    }

    private int nextPart(int lanes) {
      partial = partial % (lanes - 1) + 1;
      return partial;
    }

    private void panel(int vectors, int columns, int height) {
      for (int i = 0; i < 2; i++) {
        Tiles.panel(
            vectors, columns, 0, height, 0, TERMS, terms, a, 0, rows, b, 0, c, 0, WIDTH, i > 0);
      }
    }
  }
}
