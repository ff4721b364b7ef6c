package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.engine.optimizer.Optimizer;
import io.descent.engine.optimizer.Slot;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Updates that follow a step: they begin with its weights, its slots, and the number that follows
 * those before it, so that updates in parts have the bits of all at once. Those of a training
 * follow its schedule and its clipping.
 *
 * @param batches that the updates take in turn; none: the batch of the step itself
 */
public record Updates(OptimizerSpec optimizer, int steps, List<StepTrace.Examples> batches) {

  public Updates {
    batches = List.copyOf(batches);
  }

  /**
   * Some updates later.
   *
   * @param losses before each update
   * @param tensors parameters, then state
   * @param slots what the optimizer keeps
   * @param output of the network for the step's batch, in inference mode
   * @param loss of the step's batch, in inference mode
   */
  public record Outcome(
      double[] losses,
      List<NamedTensor> tensors,
      List<NamedTensor> slots,
      float[] output,
      double loss) {}

  public Outcome after(StepTrace.Start start) {
    return after(start, KernelProvider.current().create());
  }

  Outcome after(StepTrace.Start start, Kernels kernels) {
    List<StepTrace.Examples> turns = batches.isEmpty() ? List.of(start.examples()) : batches;
    int most =
        Stream.concat(turns.stream(), Stream.of(start.examples()))
            .mapToInt(StepTrace.Examples::samples)
            .reduce(1, Math::max);
    Net net = start.load(kernels, Net.Use.TRAINING, most);
    Optimizer by = optimizer(net, kernels, start.slots());
    GradientNorm norm = new GradientNorm(kernels, net.learning());
    double[] losses = new double[steps];
    for (int i = 0; i < steps; i++) {
      StepTrace.Examples batch = turns.get(i % turns.size());
      batch.loadInto(net.batch());
      losses[i] = net.forward(batch.samples(), start.step() + i);
      net.backward(batch.samples());
      if (start.course().clipNorm().isPresent()) {
        norm.clipInPlace(norm.compute(), start.course().clipNorm());
      }
      long before = start.step() + i;
      by.step(start.course().rate(optimizer.lr(), before), before + 1);
    }
    return outcome(losses, net, by, start.examples());
  }

  private Optimizer optimizer(Net net, Kernels kernels, Map<String, float[]> kept) {
    Optimizer by = Assembly.optimizer(optimizer, kernels, net.learning());
    for (Slot slot : by.slots()) {
      float[] values = kept.get(slot.name());
      if (values != null) {
        slot.write(values);
      }
    }
    return by;
  }

  private static Outcome outcome(
      double[] losses, Net net, Optimizer by, StepTrace.Examples measured) {
    List<NamedTensor> tensors = net.tensors().stream().map(Network::named).toList();
    measured.loadInto(net.batch());
    net.measure(measured.samples());
    float[] output = net.output().rows(measured.samples());
    double loss = net.meanLoss(measured.samples());
    return new Outcome(losses, tensors, named(by), output, loss);
  }

  /** What the optimizer keeps of a model, at the start: it tells names and shapes. */
  public List<NamedTensor> slots(ModelSpec model) {
    Kernels kernels = KernelProvider.current().create();
    Net net = new Net(model, kernels, 1, Net.Use.INFERENCE, Map.of(), 0, Learning.ALL);
    return named(Assembly.optimizer(optimizer, kernels, net.parameters()));
  }

  private static List<NamedTensor> named(Optimizer optimizer) {
    return optimizer.slots().stream()
        .map(s -> new NamedTensor(s.name(), shape(s), s.read(), false))
        .toList();
  }

  private static Shape shape(Slot slot) {
    return new Shape(slot.parameter().layout().dims());
  }
}
