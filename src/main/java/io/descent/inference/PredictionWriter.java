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

  void write(Outputs outputs) {
    json.writeStartObject();
    json.writeStringProperty("model_id", model.model().id().toString());
    json.writeArrayPropertyStart("predictions");
    for (int batch = 0; batch < outputs.batches().size(); batch++) {
      float[] values = outputs.batches().get(batch);
      int[] predicted = outputs.predicted().get(batch);
      for (int row = 0; row < predicted.length; row++) {
        json.writeStartObject();
        writeRow(values, row * outputs.width(), predicted[row]);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
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
