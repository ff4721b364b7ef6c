package io.descent.bench;

import io.descent.engine.Extent;
import io.descent.engine.Initializer;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.ScheduleSpec;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.engine.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The trainings that are compared with other frameworks. */
enum BenchJob {
  /** MLP 784-128-10, SGD. */
  A(64, 40, 8, new OptimizerSpec.Sgd(0.1, 0, false, 0)),
  /** MLP 784-512-512-10, Adam. */
  B(128, 6, 1, new OptimizerSpec.Adam(1e-3, 0.9, 0.999, 1e-8, 0)),
  /** Two convolutions of 5 × 5 with pooling, 512-128-10, SGD with momentum. */
  C(64, 4, 1, new OptimizerSpec.Sgd(0.01, 0.9, false, 0)),
  /** MLP 4-16-3, SGD. */
  D(16, 20_000, 10_000, new OptimizerSpec.Sgd(0.1, 0, false, 0)),
  /** MLP 784-2048-2048-2048-10, Adam. */
  E(512, 1, 1, new OptimizerSpec.Adam(1e-3, 0.9, 0.999, 1e-8, 0));

  final int batch;

  /** Epochs before the clock starts. */
  final int warm;

  /** Epochs of one timed pass. */
  final int epochs;

  private final OptimizerSpec optimizer;

  BenchJob(int batch, int warm, int epochs, OptimizerSpec optimizer) {
    this.batch = batch;
    this.warm = warm;
    this.epochs = epochs;
    this.optimizer = optimizer;
  }

  BenchData data() throws IOException {
    return this == D ? BenchData.iris() : BenchData.mnist();
  }

  ModelSpec model() {
    return model(1);
  }

  /** Of hidden layers so many times as wide. */
  ModelSpec model(int times) {
    return switch (this) {
      case A -> new ModelSpec(Shape.of(784), mlp(128 * times, 10), LossSpec.SOFTMAX_CE);
      case B ->
          new ModelSpec(Shape.of(784), mlp(512 * times, 512 * times, 10), LossSpec.SOFTMAX_CE);
      case C -> new ModelSpec(Shape.of(1, 28, 28), cnn(times), LossSpec.SOFTMAX_CE);
      case D -> new ModelSpec(Shape.of(4), mlp(16 * times, 3), LossSpec.SOFTMAX_CE);
      case E ->
          new ModelSpec(
              Shape.of(784),
              mlp(2048 * times, 2048 * times, 2048 * times, 10),
              LossSpec.SOFTMAX_CE);
    };
  }

  private static LayerSpec affine(int out) {
    return new LayerSpec.Affine(out, Initializer.HE);
  }

  private static List<LayerSpec> mlp(int... widths) {
    List<LayerSpec> layers = new ArrayList<>();
    for (int width : widths) {
      layers.add(affine(width));
      layers.add(new LayerSpec.Relu());
    }
    layers.removeLast();
    return layers;
  }

  private static List<LayerSpec> cnn(int times) {
    Extent two = new Extent(2, 2);
    return List.of(
        conv(16 * times),
        new LayerSpec.Relu(),
        new LayerSpec.MaxPool2d(two, two),
        conv(32 * times),
        new LayerSpec.Relu(),
        new LayerSpec.MaxPool2d(two, two),
        new LayerSpec.Flatten(),
        affine(128 * times),
        new LayerSpec.Relu(),
        affine(10));
  }

  private static LayerSpec conv(int out) {
    return new LayerSpec.Conv2d(
        out, new Extent(5, 5), new Extent(1, 1), new Extent(0, 0), Initializer.HE);
  }

  TrainingPlan plan() {
    return plan(1);
  }

  /** Of batches of so many times as many rows. */
  TrainingPlan plan(int times) {
    return new TrainingPlan(
        Task.CLASSIFICATION,
        100_000_000,
        batch * times,
        1,
        optimizer,
        new ScheduleSpec.Constant(),
        Optional.empty(),
        false,
        OptionalDouble.empty());
  }
}
