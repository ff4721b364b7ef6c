package io.descent.inference;

import io.descent.dataset.Encoding;
import io.descent.engine.Shape;
import io.descent.model.ModelVersions.ModelVersion;
import java.io.IOException;

/** A model as the protocol sees it: raw numbers in, its answer in numbers out. */
record ProtocolModel(ModelVersion version, ServedModel model) {

  Shape inputShape() {
    return encoding().inputShape();
  }

  /** What a request has to give. */
  InferReader.Wanted wanted() {
    return new InferReader.Wanted(inputShape(), model.table(), encoding().tooFineForFloats());
  }

  /** The datatype that carries all columns. */
  TensorType inputType() {
    return encoding().tooFineForFloats().isEmpty() ? TensorType.FP32 : TensorType.FP64;
  }

  /** Numbers of one row's answer: one for each class, or the value of a regression. */
  int outputs() {
    return model.answer() == ServedModel.Answer.VALUE ? 1 : model.classes().size();
  }

  /**
   * The answers (rows × outputs) to rows of raw values: probabilities, raw outputs of a network
   * trained with {@code mse} on classes, or values in the target's unit.
   *
   * @param asked its remarks are told of categories that there are not
   */
  float[] answer(BatchTurns.Runner turns, InferRequest asked) throws IOException {
    RawRows encoder = new RawRows(encoding(), asked.remarks(), asked.first()::place);
    return answers(
        model.answer(
            turns,
            batches -> {
              for (int row = 0; row < asked.rows(); row++) {
                encoder.encode(asked.values(), row, batches.inputs(), batches.at());
                batches.add();
              }
              return batches.finish();
            }));
  }

  private float[] answers(Outputs said) {
    float[] answers = new float[Math.multiplyExact(said.rows(), outputs())];
    int at = 0;
    for (float[] batch : said.batches()) {
      for (float value : batch) {
        answers[at++] =
            switch (model.answer()) {
              case PROBABILITIES, SCORES -> value;
              case VALUE -> (float) encoding().target().decode(value);
            };
      }
    }
    return answers;
  }

  private Encoding encoding() {
    return model.model().encoding();
  }
}
