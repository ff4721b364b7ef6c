package io.descent.spec;

import io.descent.dataset.Schema;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.web.Problems;
import io.descent.web.Warning;
import java.util.List;
import java.util.Optional;

/** Checks a network's loss: against its last layer, and against the task of a data set. */
record LossCheck(
    ModelSpec model, Outline outline, String pointer, Problems problems, List<Warning> warnings) {

  private static final int BINARY = 2;

  void check(Optional<Schema> schema) {
    checkProbabilities();
    schema.ifPresent(
        it -> {
          switch (it.task()) {
            case REGRESSION -> checkRegression();
            case CLASSIFICATION -> checkClassification(it.classes().size());
          }
        });
  }

  private void checkProbabilities() {
    boolean probabilities = model.endsInProbabilities();
    if (model.loss() == LossSpec.CROSS_ENTROPY && !probabilities) {
      problems.invalid(
          pointer + "/loss",
          "cross_entropy takes probabilities; end in a softmax layer, or use softmax_ce");
    }
    if (model.loss() == LossSpec.SOFTMAX_CE && probabilities) {
      warnings.add(
          Warning.at(
              pointer + "/loss",
              "softmax_twice",
              "softmax_ce takes the softmax of what is one already",
              "leave the last layer out, or use cross_entropy"));
    }
  }

  private void checkRegression() {
    if (model.loss() == LossSpec.MSE) {
      checkOutputs(1, "a regression has one target");
    } else {
      String loss = model.loss().type();
      problems.invalid(
          pointer + "/loss", loss + " is for classes, but the task is regression; use mse");
    }
  }

  private void checkClassification(int classes) {
    int outputs = model.loss().outputs(classes);
    if (outputs == classes) {
      checkOutputs(classes, "the data set has " + classes + " classes");
    } else if (classes == BINARY) {
      checkOutputs(outputs, "bce_logits has one output, the probability of the second class");
    } else {
      String detail = "bce_logits is for two classes, but the data set has " + classes;
      problems.invalid(pointer + "/loss", detail + "; use softmax_ce");
    }
  }

  private void checkOutputs(int wanted, String why) {
    Outline.Layer last = outline.layers().getLast();
    Shape output = last.output();
    String at = pointer + "/layers/" + last.index();
    if (output.rank() != 1) {
      problems.invalid(
          at,
          "gives " + output + ", but the loss takes a row of numbers; end in affine or flatten");
    } else if (output.dim(0) != wanted) {
      problems.invalid(
          outputPointer(), "gives " + output.dim(0) + " outputs, must be " + wanted + ": " + why);
    }
  }

  /** Where the number of outputs is written: in the last layer, or before layers that keep it. */
  private String outputPointer() {
    List<Outline.Layer> layers = outline.layers();
    int at = layers.size() - 1;
    while (at > 0 && layers.get(at).input().equals(layers.get(at).output()) && !isAffine(at)) {
      at--;
    }
    return pointer + "/layers/" + at + (isAffine(at) ? "/out" : "");
  }

  private boolean isAffine(int index) {
    return outline.layers().get(index).spec() instanceof LayerSpec.Affine;
  }
}
