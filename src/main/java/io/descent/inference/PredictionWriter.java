package io.descent.inference;

import io.descent.dataset.Encoding.TargetScale;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes the answers to instances as JSON. A number that is not finite is null, and named. */
final class PredictionWriter {

  private final ServedModel model;
  private final JsonGenerator json;

  PredictionWriter(ServedModel model, JsonGenerator json) {
    this.model = model;
    this.json = json;
  }

  void write(Answers answers) {
    json.writeStartObject();
    json.writeStringProperty("model_id", model.model().id().toString());
    json.writeArrayPropertyStart("predictions");
    answers.forEach(
        (row, values, at, predicted) -> {
          json.writeStartObject();
          writeRow(values, at, predicted);
          for (String name : answers.passthrough().names()) {
            json.writePOJOProperty(name, answers.passthrough().value(row, name));
          }
          json.writeEndObject();
        });
    json.writeEndArray();
    if (!answers.remarks().isEmpty()) {
      json.writePOJOProperty("warnings", answers.remarks().warnings());
    }
    json.writeEndObject();
  }

  /** The answer to a row of a data set, by its number, with what there is to say of it. */
  void writeLine(int number, float[] values, int at, int predicted, String remark) {
    json.writeStartObject();
    json.writeNumberProperty("row", number);
    writeRow(values, at, predicted);
    if (!remark.isEmpty()) {
      json.writeStringProperty("warning", remark);
    }
    json.writeEndObject();
  }

  private void writeRow(float[] values, int at, int predicted) {
    switch (model.answer()) {
      case PROBABILITIES -> writeClasses("probabilities", values, at, predicted);
      case SCORES -> writeClasses("scores", values, at, predicted);
      case VALUE -> writeValue(values[at]);
    }
  }

  private void writeClasses(String name, float[] values, int at, int predicted) {
    List<String> classes = model.classes();
    boolean finite = true;
    for (int i = 0; i < classes.size(); i++) {
      finite &= Float.isFinite(values[at + i]);
    }
    if (!finite) {
      json.writeNullProperty("label");
      json.writeNullProperty(name);
      writeNonfinite(name);
      return;
    }
    json.writeStringProperty("label", classes.get(predicted));
    json.writeObjectPropertyStart(name);
    for (int i = 0; i < classes.size(); i++) {
      json.writeNumberProperty(classes.get(i), values[at + i]);
    }
    json.writeEndObject();
  }

  private void writeValue(float output) {
    TargetScale target = model.model().encoding().target();
    double value = target.decode(output);
    if (Double.isFinite(value)) {
      json.writeNumberProperty("value", value);
    } else {
      json.writeNullProperty("value");
      writeNonfinite("value");
    }
  }

  private void writeNonfinite(String name) {
    json.writeArrayPropertyStart("nonfinite");
    json.writeString(name);
    json.writeEndArray();
  }
}
