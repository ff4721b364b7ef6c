package io.descent.engine;

import io.descent.engine.LayerSpec.Affine;
import io.descent.engine.LayerSpec.BatchNorm1d;
import io.descent.engine.LayerSpec.BatchNorm2d;
import io.descent.engine.LayerSpec.Conv2d;
import io.descent.engine.LayerSpec.Dropout;
import io.descent.engine.LayerSpec.Flatten;
import io.descent.engine.LayerSpec.Gelu;
import io.descent.engine.LayerSpec.LeakyRelu;
import io.descent.engine.LayerSpec.MaxPool2d;
import io.descent.engine.LayerSpec.Relu;
import io.descent.engine.LayerSpec.Sigmoid;
import io.descent.engine.LayerSpec.Tanh;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Networks and plans of odd sizes, for tests. */
final class Nets {

  private Nets() {}

  static LayerSpec affine(int out) {
    return new Affine(out, Initializer.HE);
  }

  /** Every layer for flat data, on 13 inputs and 5 classes. */
  static ModelSpec dense() {
    return new ModelSpec(
        Shape.of(13),
        List.of(
            affine(37),
            new LeakyRelu(0.02),
            new Dropout(0.3),
            affine(18),
            new BatchNorm1d(1e-5, 0.1),
            new Relu(),
            new Affine(11, Initializer.XAVIER),
            new Tanh(),
            affine(7),
            new Sigmoid(),
            affine(5)),
        LossSpec.SOFTMAX_CE);
  }

  /** Every layer for maps, on 2 × 9 × 8 inputs and 4 classes. */
  static ModelSpec convolutional() {
    return new ModelSpec(
        Shape.of(2, 9, 8),
        List.of(
            new Conv2d(6, new Extent(3, 2), new Extent(1, 1), new Extent(1, 1), Initializer.HE),
            new BatchNorm2d(1e-5, 0.1),
            new Gelu(false),
            new MaxPool2d(new Extent(3, 3), new Extent(2, 2)),
            new Conv2d(9, new Extent(2, 2), new Extent(1, 1), new Extent(0, 0), Initializer.XAVIER),
            new Gelu(true),
            new LayerSpec.AvgPool2d(new Extent(2, 2), new Extent(1, 1)),
            new Dropout(0.25),
            new Flatten(),
            affine(4)),
        LossSpec.SOFTMAX_CE);
  }

  /** For handwritten digits. */
  static ModelSpec digits() {
    Extent five = new Extent(5, 5);
    Extent two = new Extent(2, 2);
    Extent one = new Extent(1, 1);
    Extent zero = new Extent(0, 0);
    return new ModelSpec(
        Shape.of(1, 28, 28),
        List.of(
            new Conv2d(16, five, one, zero, Initializer.HE),
            new BatchNorm2d(1e-5, 0.1),
            new Gelu(false),
            new MaxPool2d(two, two),
            new Conv2d(32, five, one, zero, Initializer.HE),
            new Gelu(true),
            new MaxPool2d(two, two),
            new Dropout(0.25),
            affine(10)),
        LossSpec.SOFTMAX_CE);
  }

  static TrainingPlan plan(int epochs, int batch, OptimizerSpec optimizer) {
    return new TrainingPlan(
        Task.CLASSIFICATION,
        epochs,
        batch,
        42,
        optimizer,
        new ScheduleSpec.Constant(),
        Optional.empty(),
        false,
        OptionalDouble.empty());
  }

  static OptimizerSpec momentum() {
    return new OptimizerSpec.Sgd(0.05, 0.9, false, 1e-4);
  }

  static OptimizerSpec adam() {
    return new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8, 0);
  }

  /** Trains to the end. */
  static Trainer trained(Trainer trainer) {
    Trainer.Step step = trainer.step();
    while (step != Trainer.Step.DONE && step != Trainer.Step.DIVERGED) {
      step = trainer.step();
    }
    return trainer;
  }
}
