package io.descent.engine;

/** Whether model, plan and data go together. */
final class TrainingFit {

  private TrainingFit() {}

  static void check(ModelSpec model, TrainingPlan plan, Samples train, Samples validation) {
    Outline outline = Outline.of(model);
    require(!model.layers().isEmpty(), "a network needs at least one layer");
    require(outline.problems().isEmpty(), "the layers do not fit: " + outline.problems());
    require(plan.epochs() > 0, "epochs must be at least 1, got " + plan.epochs());
    require(plan.batchSize() > 0, "batch_size must be at least 1, got " + plan.batchSize());
    require(train.rows() > 0, "there are no rows to train on");
    fit(model, outline, train);
    if (validation.rows() > 0) {
      fit(model, outline, validation);
    }
    require(!needsValidation(plan) || validation.rows() > 0, "there are no validation rows");
    outline
        .batchProblem(train.rows(), plan.batchSize())
        .ifPresent(problem -> require(false, problem.detail()));
  }

  private static boolean needsValidation(TrainingPlan plan) {
    EpochMetric metric =
        plan.earlyStopping().map(EarlyStopping::metric).orElse(EpochMetric.VALIDATION_LOSS);
    return metric.needsValidation() && (plan.keepBest() || plan.earlyStopping().isPresent());
  }

  private static void fit(ModelSpec model, Outline outline, Samples samples) {
    long inputs = model.inputShape().size();
    require(
        samples.inputs() == inputs,
        "got %d inputs a row, but the network takes %d",
        samples.inputs(),
        inputs);
    long outputs = outline.layers().getLast().output().size();
    long targets = model.loss().takesClass() ? 1 : outputs;
    require(
        samples.targets() == targets,
        "got %d targets a row, but the loss takes %d",
        samples.targets(),
        targets);
  }

  private static void require(boolean held, String otherwise, Object... values) {
    if (!held) {
      throw new IllegalArgumentException(
          values.length == 0 ? otherwise : otherwise.formatted(values));
    }
  }
}
