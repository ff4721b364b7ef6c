package io.descent.dataset;

import io.descent.engine.Initializer;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.ScheduleSpec;
import io.descent.engine.Split;
import io.descent.engine.Trainer;
import io.descent.engine.TrainingPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Trains an epoch on generated rows and prints what they take and the hash of the weights: {@code
 * folder, rows, numbers a row, most bytes in the heap}.
 */
final class LargerThanHeap {

  private LargerThanHeap() {}

  public static void main(String[] args) {
    GeneratedDatasets datasets =
        GeneratedDatasets.ofTable(Integer.parseInt(args[1]), Integer.parseInt(args[2]), 3, 100);
    Scratch scratch = new Scratch(Path.of(args[0]), Long.MAX_VALUE);
    TrainingData data = new TrainingData(datasets, scratch, Long.parseLong(args[3]));
    Schema schema = datasets.facts().schema();
    ModelSpec model =
        new ModelSpec(
            schema.encodedShape(),
            List.of(new LayerSpec.Affine(2, Initializer.HE)),
            LossSpec.SOFTMAX_CE);
    TrainingPlan plan =
        new TrainingPlan(
            schema.task(),
            1,
            256,
            1,
            OptimizerSpec.standard(),
            new ScheduleSpec.Constant(),
            Optional.empty(),
            false,
            OptionalDouble.empty());
    TrainingData.Wanted wanted =
        new TrainingData.Wanted(
            datasets.facts(),
            NumericScaling.STANDARDIZE,
            model.loss(),
            "generated",
            1,
            Optional.empty(),
            (labels, _) -> Split.of(labels.length, labels, 0.05, 0.05, 1),
            Optional.empty(),
            Optional.empty());
    try (EncodedParts parts = data.hold(wanted).orElseThrow().load(() -> {})) {
      Trainer trainer = Trainer.start(model, plan, parts.train(), parts.validation());
      while (trainer.step() != Trainer.Step.DONE) {
        continue;
      }
      System.out.println("bytes " + scratch.taken());
      System.out.println("weights " + trainer.network().sha256());
    }
  }
}
