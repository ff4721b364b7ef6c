package io.descent.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Collectors;

/**
 * SHA-256 over what a training follows from and its state does not hold: network, plan, where the
 * rows come from, the weights it started from. Nothing that code computes from these is in it, so a
 * state outlives a change of code. A value that is the default is left out: a field that comes
 * later changes no fingerprint of before.
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

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "input", model.inputShape().dims());
    model.layers().forEach(layer -> line(text, "layer", text(layer.settings())));
    line(text, "loss", model.loss().name());
    line(text, "task", plan.task().name());
    line(text, "epochs", plan.epochs());
    line(text, "batch size", plan.batchSize());
    line(text, "seed", plan.seed());
    line(text, "optimizer", text(plan.optimizer().settings()));
    line(text, "schedule", text(plan.schedule().settings()));
    plan.earlyStopping().ifPresent(stopping -> line(text, "early stopping", text(stopping)));
    plan.clipNorm().ifPresent(norm -> line(text, "clip norm", norm));
    if (plan.keepBest()) {
      line(text, "keep", "best");
    }
    if (!plan.classWeights().equals(ClassWeights.NONE)) {
      line(text, "class weights", plan.classWeights().text());
    }
    if (!plan.frozen().isEmpty()) {
      line(text, "frozen", plan.frozen());
    }
    line(text, "train", train.origin());
    line(text, "validation", validation.origin());
    if (!start.isEmpty()) {
      line(text, "start", start);
    }
    return text.toString();
  }

  private static String text(EarlyStopping stopping) {
    return "%s patience %d delta %s"
        .formatted(stopping.metric().name(), stopping.patience(), stopping.minDelta());
  }

  /** The order of a table does not count. */
  private static String text(Settings settings) {
    return settings.values().stream()
        .filter(setting -> !setting.standard())
        .map(setting -> " " + setting.name() + "=" + text(setting.value()))
        .sorted()
        .collect(Collectors.joining("", settings.type(), ""));
  }

  private static String text(Settings.Value value) {
    return switch (value) {
      case Settings.Whole(int whole) -> Integer.toString(whole);
      case Settings.Real(double real) -> Double.toString(real);
      case Settings.Flag(boolean flag) -> Boolean.toString(flag);
      case Settings.Word(String word) -> word;
      case Settings.Pair(int height, int width) -> height + "x" + width;
    };
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(' ').append(value).append('\n');
  }
}
