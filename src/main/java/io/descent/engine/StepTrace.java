package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.engine.layer.Layer;
import io.descent.engine.optimizer.Optimizer;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One step of learning on a given batch, with all that flows through the network. Arrays are in
 * client order, one sample after another.
 *
 * @param layers one entry a layer
 * @param output of the last layer (samples × outputs)
 * @param probabilities what the outputs mean: as outputs, for a loss without probabilities the
 *     outputs themselves
 * @param loss mean over the batch
 * @param outputGradient of the loss with respect to the output
 * @param gradients of the loss with respect to each parameter
 * @param inputGradient of the loss with respect to the batch
 * @param state running statistics after the forward pass
 */
public record StepTrace(
    List<LayerTrace> layers,
    float[] output,
    float[] probabilities,
    double loss,
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
      float[] inputGradient) {}

  /**
   * Some updates later.
   *
   * @param losses before each update
   * @param tensors parameters, then state
   * @param output of the network in inference mode
   * @param loss in inference mode
   */
  public record After(double[] losses, List<NamedTensor> tensors, float[] output, double loss) {}

  /**
   * What a step starts from.
   *
   * @param tensors values by name; what is missing is initialised from the seed
   * @param seed of initial values and dropout
   * @param step number of the update, from 0, from which dropout is drawn
   * @param x inputs in client order (samples × inputs)
   * @param t targets (samples × 1 class number, or samples × outputs)
   */
  public record Start(
      ModelSpec model,
      Map<String, float[]> tensors,
      long seed,
      long step,
      float[] x,
      float[] t,
      int samples) {

    /** Rows of samples, at given weights. */
    static Start of(
        ModelSpec model,
        List<Parameter> tensors,
        long seed,
        long step,
        Samples samples,
        int[] rows) {
      float[] x = new float[rows.length * samples.inputs()];
      float[] t = new float[rows.length * samples.targets()];
      for (int i = 0; i < rows.length; i++) {
        samples.input(rows[i], x, i * samples.inputs());
        samples.target(rows[i], t, i * samples.targets());
      }
      Map<String, float[]> values =
          tensors.stream().collect(Collectors.toMap(Parameter::name, Parameter::read));
      return new Start(model, values, seed, step, x, t, rows.length);
    }
  }

  /** Runs the step forward and backward, without an update. */
  public static StepTrace of(Start start) {
    return of(start, KernelProvider.current().create());
  }

  static StepTrace of(Start start, Kernels kernels) {
    return new Tracer(start, kernels).trace();
  }

  /** All parameters, then state, that a step starts from. */
  static List<NamedTensor> initial(Start start) {
    Net net = Tracer.load(start, KernelProvider.current().create(), Net.Use.INFERENCE);
    return net.tensors().stream().map(Network::named).toList();
  }

  /** Runs updates on the same batch from the same start. */
  public static After after(Start start, OptimizerSpec optimizer, int steps) {
    return after(start, optimizer, steps, KernelProvider.current().create());
  }

  static After after(Start start, OptimizerSpec spec, int steps, Kernels kernels) {
    Net net = Tracer.load(start, kernels, Net.Use.TRAINING);
    Optimizer optimizer = Assembly.optimizer(spec, kernels, net.parameters());
    double[] losses = new double[steps];
    for (int i = 0; i < steps; i++) {
      losses[i] = net.forward(start.samples(), start.step() + i) / start.samples();
      net.backward(start.samples());
      optimizer.step(spec.lr(), i + 1L);
    }
    List<NamedTensor> tensors = net.tensors().stream().map(Network::named).toList();
    net.measure(start.samples());
    float[] output = Tracer.rows(net.output(), start.samples());
    return new After(losses, tensors, output, net.addErrors(start.samples(), 0) / start.samples());
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
      net = load(start, kernels, Net.Use.TRACE);
      outline = Outline.of(start.model()).layers();
    }

    static Net load(Start start, Kernels kernels, Net.Use use) {
      Net net = new Net(start.model(), kernels, start.samples(), use, Map.of(), start.seed());
      Initialization.draw(start.model(), net, start.seed());
      for (Parameter tensor : net.tensors()) {
        float[] values = start.tensors().get(tensor.name());
        if (values != null) {
          tensor.write(values);
        }
      }
      net.batch().loadInputs(start.x(), start.samples());
      System.arraycopy(start.t(), 0, net.batch().targets().data(), 0, start.t().length);
      return net;
    }

    private StepTrace trace() {
      forward();
      net.computeLoss(start.samples());
      float[] output = rows(net.output(), start.samples());
      float[] probabilities = output.clone();
      net.loss().activateInPlace(probabilities, net.outputs(), start.samples());
      double loss = net.addErrors(start.samples(), 0) / start.samples();
      net.computeLoss(start.samples());
      backward();
      return new StepTrace(
          layers(),
          output,
          probabilities,
          loss,
          outputGradient,
          net.parameters().stream().map(Tracer::gradient).toList(),
          inputGradients.getFirst(),
          net.state().stream().map(Network::named).toList());
    }

    private void forward() {
      Tensor x = net.batch().input();
      for (int i = 0; i < net.layers().size(); i++) {
        x = net.layers().get(i).forward(x, start.samples(), start.step());
        if (i < outline.size()) {
          activations.add(planes(x, outline.get(i).output()));
        }
      }
      net.output(x);
    }

    private void backward() {
      Tensor dy = net.loss().gradient(net.output(), net.batch().targets(), start.samples());
      outputGradient = rows(dy, start.samples());
      for (int i = net.layers().size() - 1; i >= 0; i--) {
        Layer layer = net.layers().get(i);
        layer.parameterGradients(dy, start.samples());
        dy = layer.inputGradient(dy, start.samples());
        if (i < outline.size()) {
          inputGradients.addFirst(planes(dy, outline.get(i).input()));
        }
      }
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

    /** The samples' values in client order: maps are stored channels last. */
    private float[] planes(Tensor tensor, Shape shape) {
      int size = Math.toIntExact(shape.size());
      int channels = tensor.columns();
      int positions = size / channels;
      float[] values = new float[start.samples() * size];
      for (int n = 0; n < start.samples(); n++) {
        for (int p = 0; p < positions; p++) {
          int from = (n * positions + p) * tensor.stride();
          for (int c = 0; c < channels; c++) {
            values[n * size + c * positions + p] = tensor.data()[from + c];
          }
        }
      }
      return values;
    }

    private static float[] rows(Tensor tensor, int samples) {
      float[] values = new float[samples * tensor.columns()];
      for (int r = 0; r < samples; r++) {
        System.arraycopy(
            tensor.data(), r * tensor.stride(), values, r * tensor.columns(), tensor.columns());
      }
      return values;
    }
  }
}
