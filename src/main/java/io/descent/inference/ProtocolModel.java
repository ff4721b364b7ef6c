package io.descent.inference;

import io.descent.dataset.Encoding;
import io.descent.engine.Shape;
import io.descent.model.ModelVersions.ModelVersion;

/** A model as the protocol sees it: raw numbers in, its answer in numbers out. */
record ProtocolModel(ModelVersion version, ServedModel model) {

  Shape inputShape() {
    return encoding().inputShape();
  }

  /** Numbers of one row's answer: one for each class, or the value of a regression. */
  int outputs() {
    return model.answer() == ServedModel.Answer.VALUE ? 1 : model.classes().size();
  }

  /**
   * The answers (rows × outputs) to rows of raw values: probabilities, raw outputs of a network
   * trained with {@code mse} on classes, or values in the target's unit.
   */
  float[] answer(double[] raw, int rows) {
    Workspace workspace = model.borrow();
    try {
      Batches batches = new Batches(workspace);
      RawRows encoder = new RawRows(encoding());
      for (int row = 0; row < rows; row++) {
        encoder.encode(raw, row, batches.inputs(), batches.at());
        batches.add();
      }
      return answers(batches.finish());
    } finally {
      model.giveBack(workspace);
    }
  }

  private float[] answers(Outputs said) {
    float[] answers = new float[Math.multiplyExact(said.rows(), outputs())];
    int at = 0;
    for (float[] batch : said.batches()) {
      for (float value : batch) {
        at = answer(value, answers, at);
      }
    }
    return answers;
  }

  private int answer(float value, float[] into, int at) {
    int next = at;
    switch (model.answer()) {
      case PROBABILITIES, SCORES -> into[next++] = value;
      case BINARY -> {
        into[next++] = 1 - value;
        into[next++] = value;
      }
      case VALUE -> into[next++] = (float) encoding().target().decode(value);
    }
    return next;
  }

  private Encoding encoding() {
    return model.model().encoding();
  }
}
