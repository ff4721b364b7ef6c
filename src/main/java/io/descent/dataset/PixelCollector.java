package io.descent.dataset;

/** Gathers images until those of a slab are all there. */
final class PixelCollector {

  /** Takes the images of a slab with their targets. */
  interface Sink {
    void slab(int slab, PixelSlab rows, float[] targets);
  }

  private final Encoding encoding;
  private final int inputs;
  private final SlabLayout layout;
  private final boolean arranged;
  private final Sink sink;
  private byte[] plain = {};
  private float[] targets = {};
  private int filled;

  PixelCollector(Encoding encoding, SlabLayout layout, boolean arranged, Sink sink) {
    this.encoding = encoding;
    this.inputs = Math.toIntExact(encoding.encodedShape().size());
    this.layout = layout;
    this.arranged = arranged;
    this.sink = sink;
  }

  void add(RowBlock block, int[] rows, int from, int to) {
    for (int i = from; i < to; i++) {
      add(block, rows[i] - block.firstRow());
    }
  }

  private void add(RowBlock block, int row) {
    int slab = layout.slab(filled);
    int place = layout.place(filled++);
    int rows = layout.rowsOf(slab);
    if (place == 0) {
      plain = PixelSlab.plain(inputs, rows);
      targets = new float[rows];
    }
    System.arraycopy(block.pixels(), row * inputs, plain, place * inputs, inputs);
    targets[place] = PartRows.target(encoding, block, row);
    if (place + 1 == rows) {
      finish(slab, PixelSlab.of(inputs, plain, rows));
    }
  }

  private void finish(int slab, PixelSlab rows) {
    if (!arranged || !rows.packed()) {
      sink.slab(slab, rows, targets);
      return;
    }
    int[] order = rows.likeOrder();
    float[] moved = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      moved[i] = targets[order[i]];
    }
    sink.slab(slab, rows.inOrder(order), moved);
  }
}
