package io.descent.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over what a training follows from and its state does not hold: network, plan, where the
 * rows come from, the weights it started from. Nothing that code computes from these is in it, so a
 * state outlives a change of code. A value that is the default is left out: a field that comes later
 * changes no fingerprint of before.
 *
 * @param start SHA-256 of the weights that training started from; empty where they were drawn
 */
record Fingerprint(
    ModelSpec model, TrainingPlan plan, Samples train, Samples validation, String start) {

  static final int BYTES = 32;

  /** The fingerprint that a state of a version of the format has. */
  byte[] bytes(long version) {
    return version == TrainerState.FIRST
        ? FirstFingerprint.of(model, plan, train, validation)
        : sha256().digest(text().getBytes(StandardCharsets.UTF_8));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    line(text, "input", model.inputShape().dims());
    model.layers().forEach(layer -> line(text, "layer", layer));
    line(text, "loss", model.loss());
    line(text, "task", plan.task());
    line(text, "epochs", plan.epochs());
    line(text, "batch size", plan.batchSize());
    line(text, "seed", plan.seed());
    line(text, "optimizer", plan.optimizer());
    line(text, "schedule", plan.schedule());
    plan.earlyStopping().ifPresent(stopping -> line(text, "early stopping", stopping));
    plan.clipNorm().ifPresent(norm -> line(text, "clip norm", norm));
    if (plan.keepBest()) {
      line(text, "keep", "best");
    }
    line(text, "train", train.origin());
    line(text, "validation", validation.origin());
    if (!start.isEmpty()) {
      line(text, "start", start);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(' ').append(value).append('\n');
  }
}
