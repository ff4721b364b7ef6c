package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.TestKernels;
import java.util.List;

/** Trains small networks of every layer, loss and optimizer, and prints what they end in. */
public final class WeightsHash {

  private WeightsHash() {}

  /** Prints the hash for the kernels named, in a process of its own. */
  public static void main(String[] args) {
    System.out.println(of(TestKernels.named(args[0])));
  }

  static String of(Kernels kernels) {
    StringBuilder hashes = new StringBuilder();
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
      hashes.append(hash(Nets.dense(), 2, 16, optimizer, clouds, kernels));
    }
    Samples maps = ArraySamples.clouds(37, 144, 4, 2);
    hashes.append(hash(Nets.convolutional(), 2, 16, Nets.adam(), maps, kernels));
    ModelSpec wide =
        new ModelSpec(
            Shape.of(1100), List.of(new LayerSpec.Dropout(0.1), Nets.affine(3)), LossSpec.MSE);
    hashes.append(
        hash(
            wide,
            2,
            8,
            new OptimizerSpec.Sgd(1e-4, 0, false, 0),
            ArraySamples.curve(21, 1100, 3, 3),
            kernels));
    ModelSpec binary =
        new ModelSpec(
            Shape.of(13),
            List.of(Nets.affine(9), new LayerSpec.Sigmoid(), Nets.affine(1)),
            LossSpec.BCE_LOGITS);
    hashes.append(hash(binary, 2, 8, Nets.momentum(), ArraySamples.clouds(21, 13, 2, 4), kernels));
    Samples digits = ArraySamples.digits(70);
    hashes.append(hash(Nets.digits(), 1, 32, Nets.adam(), digits, kernels));
    ModelSpec probabilities =
        new ModelSpec(
            Shape.of(13),
            List.of(
                Nets.affine(21), new LayerSpec.Softmax(), Nets.affine(5), new LayerSpec.Softmax()),
            LossSpec.CROSS_ENTROPY);
    hashes.append(hash(probabilities, 2, 16, Nets.adam(), clouds, kernels));
    return hashes.toString();
  }

  private static String hash(
      ModelSpec model,
      int epochs,
      int batch,
      OptimizerSpec optimizer,
      Samples samples,
      Kernels kernels) {
    Trainer trainer =
        Trainer.start(model, Nets.plan(epochs, batch, optimizer), samples, samples, kernels);
    Nets.trained(trainer);
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
