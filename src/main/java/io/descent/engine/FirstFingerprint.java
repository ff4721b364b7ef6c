package io.descent.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The fingerprint in states of format 1, as the code of their time computed it: SHA-256 over model,
 * plan, and of the data the extents and up to 64 rows, evenly spaced. Nothing is added to it: what
 * came later is in no such state.
 */
final class FirstFingerprint {

  private static final int ROWS = 64;

  private final MessageDigest digest = Fingerprint.sha256();

  private FirstFingerprint() {}

  static byte[] of(ModelSpec model, TrainingPlan plan, Samples train, Samples validation) {
    FirstFingerprint fingerprint = new FirstFingerprint();
    fingerprint.add(model);
    fingerprint.add(plan);
    fingerprint.add(train);
    fingerprint.add(validation);
    return fingerprint.digest.digest();
  }

  private void add(ModelSpec model) {
    model.inputShape().dims().forEach(this::add);
    model.layers().forEach(this::add);
    add(model.loss().name());
  }

  private void add(LayerSpec spec) {
    add(spec.type());
    switch (spec) {
      case LayerSpec.Affine a -> add(a.out(), a.init().ordinal());
      case LayerSpec.Conv2d c -> {
        add(c.out(), c.init().ordinal());
        add(c.kernel(), c.stride(), c.padding());
      }
      case LayerSpec.MaxPool2d p -> add(p.kernel(), p.stride());
      case LayerSpec.AvgPool2d p -> add(p.kernel(), p.stride());
      case LayerSpec.BatchNorm1d b -> add(b.eps(), b.momentum());
      case LayerSpec.BatchNorm2d b -> add(b.eps(), b.momentum());
      case LayerSpec.Dropout d -> add(d.rate());
      case LayerSpec.LeakyRelu l -> add(l.slope());
      case LayerSpec.Gelu g -> add(g.tanh() ? 1 : 0);
      case LayerSpec _ -> {}
    }
  }

  private void add(TrainingPlan plan) {
    add(plan.task().name());
    add(plan.epochs(), plan.batchSize(), plan.seed());
    add(plan.optimizer());
    add(plan.schedule());
    plan.earlyStopping().ifPresent(e -> add(e.metric().ordinal(), e.patience(), e.minDelta()));
    add(plan.keepBest() ? 1 : 0, plan.clipNorm().orElse(-1));
  }

  private void add(OptimizerSpec spec) {
    add(spec.type());
    add(spec.lr(), spec.weightDecay());
    switch (spec) {
      case OptimizerSpec.Sgd s -> add(s.momentum(), s.nesterov() ? 1 : 0);
      case OptimizerSpec.Adagrad a -> add(a.eps());
      case OptimizerSpec.RmsProp r -> add(r.alpha(), r.eps());
      case OptimizerSpec.Adam a -> add(a.beta1(), a.beta2(), a.eps());
      case OptimizerSpec.AdamW a -> add(a.beta1(), a.beta2(), a.eps());
      case OptimizerSpec _ -> {}
    }
  }

  private void add(ScheduleSpec spec) {
    add(spec.type());
    switch (spec) {
      case ScheduleSpec.Step s -> add(s.stepSize(), s.gamma());
      case ScheduleSpec.Exponential e -> add(e.gamma());
      case ScheduleSpec.Cosine c -> add(c.total(), c.minLr());
      case ScheduleSpec.WarmupCosine w -> add(w.warmup(), w.startFactor(), w.total(), w.minLr());
      case ScheduleSpec _ -> {}
    }
  }

  private void add(Samples samples) {
    add(samples.rows());
    float[] row = new float[samples.inputs() + samples.targets()];
    ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES);
    int shown = Math.min(ROWS, samples.rows());
    for (int i = 0; i < shown; i++) {
      int at = (int) ((long) i * samples.rows() / shown);
      samples.input(at, row, 0);
      samples.target(at, row, samples.inputs());
      bytes.clear().asFloatBuffer().put(row);
      digest.update(bytes);
    }
  }

  private void add(Extent... extents) {
    for (Extent extent : extents) {
      add(extent.height(), extent.width());
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(double... numbers) {
    for (double number : numbers) {
      digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(number).flip());
    }
  }
}
