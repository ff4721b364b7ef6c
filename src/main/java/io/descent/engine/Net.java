package io.descent.engine;

import io.descent.engine.kernel.FeatureMap;
import io.descent.engine.kernel.Kernels;
import io.descent.engine.layer.Affine;
import io.descent.engine.layer.Flatten;
import io.descent.engine.layer.Layer;
import io.descent.engine.layer.LayerContext;
import io.descent.engine.loss.Loss;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The layers and the loss of a network at work, with the batch they work on. */
final class Net {

  /** What a net is for. */
  enum Use {
    /** Passes forward only. */
    INFERENCE,
    /** Gradients of the parameters. */
    TRAINING,
    /** Gradients of the parameters and of the input. */
    TRACE
  }

  private final List<Layer> layers = new ArrayList<>();
  private final Learning learning;
  private final List<Parameter> parameters;
  private final List<Parameter> state;
  private final Loss loss;
  private final int firstLearning;
  private final FeatureMap inputMap;

  /** Layers that an input passes unchanged on the way to the first other. */
  private final int flattenings;

  private final Batch batch;
  private final double[] errors;
  private Tensor output = Tensor.NONE;

  /**
   * @param known parameters to share, by name; others are made
   */
  Net(
      ModelSpec model,
      Kernels kernels,
      int batch,
      Use use,
      Map<String, Parameter> known,
      long seed,
      Learning learning) {
    this.learning = learning;
    inputMap = map(model.inputShape());
    firstLearning = firstLearning(model, learning);
    build(model, kernels, batch, use, known, seed);
    parameters = layers.stream().flatMap(l -> l.parameters().stream()).toList();
    state = layers.stream().flatMap(l -> l.state().stream()).toList();
    loss = Assembly.loss(model.loss(), kernels, batch, outputs(), learning.weights());
    flattenings = (int) layers.stream().takeWhile(Flatten.class::isInstance).count();
    boolean takesPixels = flattenings < layers.size() && layers.get(flattenings) instanceof Affine;
    this.batch = new Batch(inputMap, batch, loss.targets(), takesPixels);
    errors = new double[batch];
  }

  /** A net that is trained. */
  static Net training(
      ModelSpec model, TrainingPlan plan, Kernels kernels, int batch, Samples train) {
    Learning learning = Learning.of(model, plan, train);
    return new Net(model, kernels, batch, Use.TRAINING, Map.of(), plan.seed(), learning);
  }

  private static FeatureMap map(Shape shape) {
    if (shape.rank() == 3) {
      return new FeatureMap(shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(0));
    }
    int features = Math.toIntExact(shape.size());
    return new FeatureMap(features, 1, 1, features);
  }

  /** The first layer that learns parameters; the flattening at the end where there is none. */
  private static int firstLearning(ModelSpec model, Learning learning) {
    return Outline.of(model).layers().stream()
        .filter(layer -> layer.parameters() > 0 && !learning.isFrozen(layer.index()))
        .mapToInt(Outline.Layer::index)
        .findFirst()
        .orElse(model.layers().size());
  }

  /** A map that comes out of the last layer is flattened for the loss. */
  private void build(
      ModelSpec model,
      Kernels kernels,
      int batch,
      Use use,
      Map<String, Parameter> known,
      long seed) {
    List<LayerSpec> specs = new ArrayList<>(model.layers());
    specs.add(new LayerSpec.Flatten());
    FeatureMap map = inputMap;
    boolean free = false;
    for (int i = 0; i < specs.size(); i++) {
      boolean learns = use != Use.INFERENCE && !learning.isFrozen(i);
      boolean inputGradient = use == Use.TRACE || use == Use.TRAINING && i > firstLearning;
      LayerContext context =
          new LayerContext(kernels, i, map, batch, learns, inputGradient, free, known);
      Layer layer = Assembly.layer(specs.get(i), context, seed);
      layers.add(layer);
      map = layer.output();
      free = !layer.needsOutput();
    }
  }

  List<Layer> layers() {
    return layers;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /** What learns, and from what. */
  Learning rules() {
    return learning;
  }

  /** The parameters of the layers that learn. */
  List<Parameter> learning() {
    List<Parameter> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      if (!learning.isFrozen(i)) {
        all.addAll(layers.get(i).parameters());
      }
    }
    return List.copyOf(all);
  }

  List<Parameter> state() {
    return state;
  }

  /** Parameters, then state, each in layer order. */
  List<Parameter> tensors() {
    return Stream.concat(parameters.stream(), state.stream()).toList();
  }

  Loss loss() {
    return loss;
  }

  /** Values of one output. */
  int outputs() {
    return layers.getLast().output().channels();
  }

  Tensor output() {
    return output;
  }

  /** Takes the output of a pass that was made layer by layer. */
  void output(Tensor computed) {
    output = computed;
  }

  /** E of each sample for the output of the last pass. */
  void computeLoss(int samples) {
    loss.compute(output, batch.targets(), samples, errors);
  }

  /** E of each sample of the last pass. */
  double[] errors() {
    return errors;
  }

  Batch batch() {
    return batch;
  }

  /** Where a pass forward begins: with the batch, or with what the first layer makes of pixels. */
  private Tensor begin(int samples) {
    if (batch.ofPixels()) {
      return ((Affine) layers.get(flattenings)).inferPixels(batch.pixels(), samples);
    }
    return batch.input();
  }

  /** Layers that a pass forward has done when it begins. */
  private int begun() {
    return batch.ofPixels() ? flattenings + 1 : 0;
  }

  /** A training pass forward over the first samples of the batch: the loss that is descended. */
  double forward(int samples, long step) {
    Tensor x = begin(samples);
    for (int i = begun(); i < layers.size(); i++) {
      x = layers.get(i).forward(x, samples, step);
    }
    output = x;
    computeLoss(samples);
    return meanLoss(samples);
  }

  /** The loss of the last pass, in which each class counts as it is to. */
  double meanLoss(int samples) {
    return loss.mean(errors, batch.targets(), samples);
  }

  /** Adds E of each sample of the last pass, in row order. */
  double addErrors(int samples, double start) {
    double sum = start;
    for (int r = 0; r < samples; r++) {
      sum += errors[r];
    }
    return sum;
  }

  /** An inference pass over the first samples of the batch. */
  Tensor infer(int samples) {
    Tensor x = begin(samples);
    for (int i = begun(); i < layers.size(); i++) {
      x = layers.get(i).infer(x, samples);
    }
    output = x;
    return output;
  }

  /** As {@link #infer(int)}, with each layer's output shown before the next writes over it. */
  void infer(int samples, LayerWatch watch) {
    Tensor x = begin(samples);
    for (int i = begun(); i < layers.size(); i++) {
      x = layers.get(i).infer(x, samples);
      watch.look(i, x, samples);
    }
    output = x;
  }

  /** As {@link #infer}, and E of each sample. */
  void measure(int samples) {
    infer(samples);
    computeLoss(samples);
  }

  /** The gradients of all parameters, after {@link #forward}. */
  void backward(int samples) {
    Tensor dy = loss.gradient(output, batch.targets(), samples);
    for (int i = layers.size() - 1; i > firstLearning; i--) {
      dy = backward(i, dy, samples);
    }
    layers.get(firstLearning).parameterGradients(dy, samples);
  }

  /** One layer's part of it: the gradient of its input. */
  Tensor backward(int layer, Tensor dy, int samples) {
    if (!learning.isFrozen(layer)) {
      layers.get(layer).parameterGradients(dy, samples);
    }
    return layers.get(layer).inputGradient(dy, samples);
  }
}
