package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.engine.optimizer.Slot;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One step of learning on a given batch, with all that flows through the network. Arrays are in
 * client order, one sample after another.
 *
 * @param layers one entry a layer
 * @param output of the last layer (samples × outputs)
 * @param probabilities what the outputs mean: as outputs, for a loss without probabilities the
 *     outputs themselves
 * @param loss mean over the batch, in which each class counts as it is to
 * @param losses E of each sample
 * @param outputGradient of the loss with respect to the output
 * @param gradients of the loss with respect to each parameter that learns
 * @param inputGradient of the loss with respect to the batch
 * @param state running statistics after the forward pass
 */
public record StepTrace(
    List<LayerTrace> layers,
    float[] output,
    float[] probabilities,
    double loss,
    double[] losses,
    float[] outputGradient,
    List<NamedTensor> gradients,
    float[] inputGradient,
    List<NamedTensor> state) {

  /**
   * What flowed through one layer.
   *
   * @param output of one sample
   * @param activation (samples × output)
   * @param inputGradient of the loss with respect to what went in (samples × input)
   */
  public record LayerTrace(
      int index,
      String type,
      Shape input,
      Shape output,
      float[] activation,
      float[] inputGradient) {

    private static final double NEAR_AN_END = 0.01;

    /** Share of a rectifier's units that gave 0 for the whole batch; a map's unit is a channel. */
    public OptionalDouble deadShare() {
      return type.equals("relu") ? share(y -> y == 0) : OptionalDouble.empty();
    }

    /** Share of the units that were within a hundredth of their range of an end, all the time. */
    public OptionalDouble saturatedShare() {
      return switch (type) {
        case "sigmoid" -> share(y -> y < NEAR_AN_END || y > 1 - NEAR_AN_END);
        case "tanh" -> share(y -> Math.abs(y) > 1 - 2 * NEAR_AN_END);
        default -> OptionalDouble.empty();
      };
    }

    private OptionalDouble share(DoublePredicate stuck) {
      boolean[] free = new boolean[output.channels()];
      int positions = Math.toIntExact(output.size() / free.length);
      for (int i = 0; i < activation.length; i++) {
        free[i / positions % free.length] |= !stuck.test(activation[i]);
      }
      long units = IntStream.range(0, free.length).filter(unit -> !free[unit]).count();
      return OptionalDouble.of((double) units / free.length);
    }
  }

  /**
   * What a step starts from.
   *
   * @param tensors values by name; what is missing is initialised from the seed
   * @param slots what an optimizer keeps, by name; what is missing is 0
   * @param seed of initial values and dropout
   * @param step updates before it, from which dropout is drawn
   * @param course of the training that the step belongs to
   * @param x inputs in client order (samples × inputs)
   * @param t targets (samples × 1 class number, or samples × outputs)
   * @param learning which layers learn, and how much each class counts
   */
  public record Start(
      ModelSpec model,
      Map<String, float[]> tensors,
      Map<String, float[]> slots,
      long seed,
      long step,
      Course course,
      float[] x,
      float[] t,
      int samples,
      Learning learning) {

    /** A step of no training, without what an optimizer keeps; all is learnt alike. */
    public Start(
        ModelSpec model,
        Map<String, float[]> tensors,
        long seed,
        long step,
        float[] x,
        float[] t,
        int samples) {
      this(model, tensors, Map.of(), seed, step, Course.NONE, x, t, samples, Learning.ALL);
    }

    /** The same step after other updates, of which an optimizer keeps these slots. */
    public Start continuing(long updates, Map<String, float[]> kept) {
      return new Start(model, tensors, kept, seed, updates, course, x, t, samples, learning);
    }

    /** The same step with classes that count differently. */
    public Start weighing(List<Double> classWeights) {
      Learning weighed = new Learning(classWeights, learning.frozen());
      return new Start(model, tensors, slots, seed, step, course, x, t, samples, weighed);
    }

    /** The batch. */
    Examples examples() {
      return new Examples(x, t, samples);
    }

    /** What the loss is given of one sample. */
    public Shape output() {
      return Outline.of(model).outputs(model.inputShape());
    }

    /** All parameters, then state, that the step starts from. */
    public List<NamedTensor> initial() {
      Net net = load(KernelProvider.current().create(), Net.Use.INFERENCE, 1);
      return net.tensors().stream().map(Network::named).toList();
    }

    Net load(Kernels kernels, Net.Use use, int batch) {
      Net net = new Net(model, kernels, batch, use, Map.of(), seed, learning);
      Initialization.draw(model, net, seed);
      for (Parameter tensor : net.tensors()) {
        float[] values = tensors.get(tensor.name());
        if (values != null) {
          tensor.write(values);
        }
      }
      return net;
    }

    /** Rows of samples, at given weights. */
    static Start of(
        ModelSpec model,
        TrainingPlan plan,
        Net net,
        List<Slot> slots,
        long step,
        Samples samples,
        int[] rows) {
      Course course = Course.of(plan, Math.ceilDiv(samples.rows(), plan.batchSize()));
      float[] x = new float[rows.length * samples.inputs()];
      float[] t = new float[rows.length * samples.targets()];
      for (int i = 0; i < rows.length; i++) {
        samples.input(rows[i], x, i * samples.inputs());
        samples.target(rows[i], t, i * samples.targets());
      }
      Map<String, float[]> values =
          net.tensors().stream().collect(Collectors.toMap(Parameter::name, Parameter::read));
      Map<String, float[]> kept = slots.stream().collect(Collectors.toMap(Slot::name, Slot::read));
      return new Start(
          model, values, kept, plan.seed(), step, course, x, t, rows.length, net.rules());
    }
  }

  /**
   * Samples with their targets, one after another.
   *
   * @param x inputs in client order (samples × inputs)
   * @param t targets (samples × 1 class number, or samples × outputs)
   */
  public record Examples(float[] x, float[] t, int samples) {

    void loadInto(Batch batch) {
      batch.loadInputs(x, samples);
      System.arraycopy(t, 0, batch.targets().data(), 0, t.length);
    }
  }

  /** Runs the step forward and backward, without an update. */
  public static StepTrace of(Start start) {
    return of(start, KernelProvider.current().create());
  }

  static StepTrace of(Start start, Kernels kernels) {
    return new Tracer(start, kernels).trace();
  }

  /** Walks one step through a net, copying what each layer gives before the next writes over it. */
  private static final class Tracer {

    private final Start start;
    private final Net net;
    private final List<Outline.Layer> outline;
    private final List<float[]> activations = new ArrayList<>();
    private final List<float[]> inputGradients = new ArrayList<>();
    private float[] outputGradient = {};

    private Tracer(Start start, Kernels kernels) {
      this.start = start;
      net = start.load(kernels, Net.Use.TRACE, start.samples());
      start.examples().loadInto(net.batch());
      outline = Outline.of(start.model()).layers();
    }

    private StepTrace trace() {
      forward();
      net.computeLoss(start.samples());
      float[] output = net.output().rows(start.samples());
      float[] probabilities = output.clone();
      net.loss().activateInPlace(probabilities, net.outputs(), start.samples());
      double loss = net.meanLoss(start.samples());
      double[] losses = Arrays.copyOf(net.errors(), start.samples());
      net.computeLoss(start.samples());
      float[] inputGradient = backward();
      return new StepTrace(
          layers(),
          output,
          probabilities,
          loss,
          losses,
          outputGradient,
          net.learning().stream().map(Tracer::gradient).toList(),
          inputGradient,
          net.state().stream().map(Network::named).toList());
    }

    private void forward() {
      Tensor x = net.batch().input();
      for (int i = 0; i < net.layers().size(); i++) {
        x = net.layers().get(i).forward(x, start.samples(), start.step());
        if (i < outline.size()) {
          activations.add(x.planes(start.samples(), outline.get(i).output().size()));
        }
      }
      net.output(x);
    }

    /** The gradient with respect to the batch. */
    private float[] backward() {
      Tensor dy = net.loss().gradient(net.output(), net.batch().targets(), start.samples());
      outputGradient = dy.rows(start.samples());
      for (int i = net.layers().size() - 1; i >= 0; i--) {
        dy = net.backward(i, dy, start.samples());
        if (i < outline.size()) {
          inputGradients.addFirst(dy.planes(start.samples(), outline.get(i).input().size()));
        }
      }
      return dy.planes(start.samples(), start.model().inputShape().size());
    }

    private List<LayerTrace> layers() {
      List<LayerTrace> layers = new ArrayList<>();
      for (Outline.Layer l : outline) {
        layers.add(
            new LayerTrace(
                l.index(),
                l.type(),
                l.input(),
                l.output(),
                activations.get(l.index()),
                inputGradients.get(l.index())));
      }
      return layers;
    }

    private static NamedTensor gradient(Parameter parameter) {
      float[] values = new float[parameter.size()];
      parameter.layout().gather(parameter.gradient().data(), values);
      return new NamedTensor(parameter.name(), new Shape(parameter.layout().dims()), values, true);
    }
  }
}
