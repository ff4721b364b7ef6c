package io.descent.engine.kernel;

/**
 * The inner loops of training, over plain arrays, by groups. The order of every sum and the form of
 * every expression that the groups state are binding, so that all implementations give the same
 * bits. A group comes in lanes where those are compiled, else in plain loops.
 *
 * <p><b>Matrices</b> are row-major: row i starts at i · ld, where ld ≥ columns. What lies between
 * the columns and ld is padding: kernels may read it and write it, and no result depends on it.
 *
 * <p><b>Sums of products</b>: k is cut into blocks of {@link #BLOCK}, the last one shorter. A
 * block's value starts at +0 and is one chain {@code acc = fma(a, b, acc)} in ascending k. Block
 * values are added in ascending order, and {@code + 0f} comes last. Terms whose factor is a padding
 * zero may be left out or taken along.
 *
 * <p><b>Sums over rows</b>, per column: as above, with the chain that the method states.
 *
 * <p><b>Ranges</b>: an operation computes the outputs {@code from} to below {@code to}, be they
 * rows, columns, samples or elements, and writes no others. Each output has the bits that it has in
 * any other range, so work is shared out by outputs; a sum is never split.
 *
 * <p>An instance holds scratch memory and serves one thread. After the first call of a size nothing
 * is allocated.
 */
public final class Kernels {

  /** Terms of one block of a sum. */
  public static final int BLOCK = 1024;

  /** One implementation of each group. */
  public record Form(
      Pixels pixels,
      Products products,
      PixelProducts pixelProducts,
      Convolutions convolutions,
      Pooling pooling,
      Activations activations,
      Rows rows,
      Updates updates) {}

  private final String name;
  private final Form plain;
  private final Form lanes;

  /** The same form of each group at all times. */
  public Kernels(String name, Form form) {
    this(name, form, form);
  }

  /** Each group in lanes from when it is ready, until then plain. */
  public Kernels(String name, Form plain, Form lanes) {
    this.name = name;
    this.plain = plain;
    this.lanes = lanes;
  }

  private Form form(KernelGroup group) {
    return group.ready() ? lanes : plain;
  }

  /** Short name, as in {@code descent.kernel}. */
  public String name() {
    return name;
  }

  public Pixels pixels() {
    return form(KernelGroup.PIXELS).pixels;
  }

  public Products products() {
    return form(KernelGroup.PRODUCTS).products;
  }

  public PixelProducts pixelProducts() {
    return form(KernelGroup.PIXEL_PRODUCTS).pixelProducts;
  }

  public Convolutions convolutions() {
    return form(KernelGroup.CONVOLUTIONS).convolutions;
  }

  public Pooling pooling() {
    return form(KernelGroup.POOLING).pooling;
  }

  public Activations activations() {
    return form(KernelGroup.ACTIVATIONS).activations;
  }

  public Rows rows() {
    return form(KernelGroup.ROWS).rows;
  }

  /** Plain at all times: the compiler makes lanes of these loops by itself. */
  public Updates updates() {
    return plain.updates;
  }
}
