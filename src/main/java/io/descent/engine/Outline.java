package io.descent.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a {@link ModelSpec}: the shape, parameters and FLOPs of each layer, and every
 * place where the layers do not fit. Layers after a problem that leaves no output shape are left
 * out.
 *
 * @param layers one entry a layer whose input shape is known
 */
public record Outline(List<Layer> layers, List<Problem> problems) {

  /**
   * @param parameters trainable ones; saturates at {@link Long#MAX_VALUE}
   * @param flops of the forward pass of one sample, multiply and add counted as two; saturates
   */
  public record Layer(
      int index, LayerSpec spec, Shape input, Shape output, long parameters, long flops) {

    static Layer of(LayerSpec spec, LayerInput in, Shape output) {
      return new Layer(
          in.index(),
          spec,
          in.shape(),
          output,
          spec.parameters(in.shape()),
          spec.flops(in.shape(), output));
    }

    public String type() {
      return spec.type();
    }
  }

  /**
   * @param layer index of the layer
   * @param field its JSON field that is wrong, empty where the layer as a whole does not fit
   */
  public record Problem(int layer, String field, String detail) {}

  public Outline {
    layers = List.copyOf(layers);
    problems = List.copyOf(problems);
  }

  public static Outline of(ModelSpec model) {
    List<Layer> layers = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Optional<Shape> shape = Optional.of(model.inputShape());
    for (int i = 0; i < model.layers().size() && shape.isPresent(); i++) {
      LayerSpec spec = model.layers().get(i);
      LayerInput in = new LayerInput(i, shape.get(), problems);
      shape = spec.output(in).flatMap(in::addressable);
      shape.ifPresent(output -> layers.add(Layer.of(spec, in, output)));
    }
    return new Outline(layers, problems);
  }

  /** The shape that comes out of the last layer, if all layers fit. */
  public Optional<Shape> output() {
    return problems.isEmpty() && !layers.isEmpty()
        ? Optional.of(layers.getLast().output())
        : Optional.empty();
  }

  /**
   * What the loss is given of one sample: the last output, or the input where there is no layer.
   */
  public Shape outputs(Shape input) {
    Shape last = layers.isEmpty() ? input : layers.getLast().output();
    return Shape.of(Math.toIntExact(last.size()));
  }

  /** All trainable parameters; saturates. */
  public long parameters() {
    return layers.stream().mapToLong(Layer::parameters).reduce(0, Saturating::add);
  }

  /** All FLOPs of one sample forward; saturates. */
  public long flops() {
    return layers.stream().mapToLong(Layer::flops).reduce(0, Saturating::add);
  }

  /**
   * The first layer that could not learn from batches of this size: one that does not fit into an
   * array, or batch normalization of one value a channel, which has no variance.
   *
   * @param rows of the training part
   */
  public Optional<Problem> batchProblem(int rows, int batchSize) {
    int last = rows % batchSize == 0 ? Math.min(rows, batchSize) : rows % batchSize;
    Optional<Problem> tooLarge =
        layers.stream()
            .filter(l -> Memory.batch(l, batchSize) > Integer.MAX_VALUE)
            .map(l -> new Problem(l.index(), "", "cannot hold a batch_size of " + batchSize))
            .findFirst();
    return tooLarge.or(
        () ->
            layers.stream()
                .filter(l -> last == 1 && l.spec().needsVariance())
                .filter(l -> l.input().size() == l.input().channels())
                .map(l -> new Problem(l.index(), "", singleRow(rows, batchSize)))
                .findFirst());
  }

  private static String singleRow(int rows, int batchSize) {
    return "a batch_size of %d leaves a last batch of one row of %d, which has no variance"
        .formatted(batchSize, rows);
  }
}
