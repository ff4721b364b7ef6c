package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.provider.TestKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** Trains small networks of every layer, loss and optimizer, and prints what they end in. */
public final class WeightsHash {

  private WeightsHash() {}

  /** Prints the hash for the kernels named, in a process of its own. */
  public static void main(String[] args) {
    System.out.println(of(TestKernels.named(args[0])));
  }

  /** One small training. */
  record Training(
      ModelSpec model, int epochs, int batch, OptimizerSpec optimizer, Samples samples) {}

  /** New ones come last, so that what is written down stays. */
  static List<Training> trainings() {
    List<Training> trainings = new ArrayList<>();
    List<OptimizerSpec> optimizers =
        List.of(
            Nets.momentum(),
            new OptimizerSpec.Sgd(0.05, 0, false, 0),
            new OptimizerSpec.Sgd(0.05, 0.9, true, 1e-3),
            new OptimizerSpec.Adagrad(0.01, 1e-10, 0),
            new OptimizerSpec.RmsProp(0.003, 0.99, 1e-8, 1e-4),
            Nets.adam(),
            new OptimizerSpec.AdamW(0.01, 0.9, 0.999, 1e-8, 0.01));
    Samples clouds = ArraySamples.clouds(39, 13, 5, 1);
    for (OptimizerSpec optimizer : optimizers) {
      trainings.add(new Training(Nets.dense(), 2, 16, optimizer, clouds));
    }
    Samples maps = ArraySamples.clouds(37, 144, 4, 2);
    trainings.add(new Training(Nets.convolutional(), 2, 16, Nets.adam(), maps));
    Samples curve = ArraySamples.curve(21, 1100, 3, 3);
    trainings.add(new Training(wide(), 2, 8, new OptimizerSpec.Sgd(1e-4, 0, false, 0), curve));
    Samples pairs = ArraySamples.clouds(21, 13, 2, 4);
    trainings.add(new Training(binary(), 2, 8, Nets.momentum(), pairs));
    trainings.add(new Training(Nets.digits(), 1, 32, Nets.adam(), ArraySamples.digits(70)));
    trainings.add(new Training(probabilities(), 2, 16, Nets.adam(), clouds));
    return trainings;
  }

  private static ModelSpec wide() {
    return new ModelSpec(
        Shape.of(1100), List.of(new LayerSpec.Dropout(0.1), Nets.affine(3)), LossSpec.MSE);
  }

  private static ModelSpec binary() {
    return new ModelSpec(
        Shape.of(13),
        List.of(Nets.affine(9), new LayerSpec.Sigmoid(), Nets.affine(1)),
        LossSpec.BCE_LOGITS);
  }

  private static ModelSpec probabilities() {
    LayerSpec softmax = new LayerSpec.Softmax();
    return new ModelSpec(
        Shape.of(13),
        List.of(Nets.affine(21), softmax, Nets.affine(5), softmax),
        LossSpec.CROSS_ENTROPY);
  }

  static String of(Kernels kernels) {
    return of(Team.alone(kernels), _ -> 1);
  }

  /**
   * @param threads how many work on the step of a number
   */
  static String of(Team team, IntUnaryOperator threads) {
    return trainings().stream()
        .map(training -> hash(training, team, threads))
        .collect(Collectors.joining());
  }

  private static String hash(Training training, Team team, IntUnaryOperator threads) {
    Samples samples = training.samples();
    TrainingPlan plan = Nets.plan(training.epochs(), training.batch(), training.optimizer());
    Trainer trainer = Trainer.start(training.model(), plan, samples, samples, team);
    Trainer.Step step;
    int steps = 0;
    do {
      trainer.threads(threads.applyAsInt(steps++));
      step = trainer.step();
    } while (step != Trainer.Step.DONE);
    EpochMetrics last = trainer.finishedEpoch();
    return trainer.network().sha256().substring(0, 12)
        + " "
        + Double.toHexString(last.trainLoss())
        + " "
        + Double.toHexString(last.validationLoss())
        + " "
        + Double.toHexString(last.gradNorm())
        + "\n";
  }
}
