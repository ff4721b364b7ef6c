package io.descent.inference;

import io.descent.web.Warning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The answer to an inference request: one tensor of finite numbers.
 *
 * @param modelName as the request's path named the model
 * @param values rows × outputs
 */
record InferAnswer(
    String modelName,
    String modelVersion,
    Optional<String> id,
    int rows,
    float[] values,
    Remarks remarks) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int CHUNK = 1 << 13;

  /** As one JSON object, the numbers in it. */
  void writeJson(OutputStream out) {
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      head(json);
      json.writeArrayPropertyStart("data");
      for (float value : values) {
        json.writeNumber(value);
      }
      json.writeEndArray();
      tail(json);
    }
  }

  /** The JSON object that the numbers follow as bytes. */
  byte[] header() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      head(json);
      json.writeObjectPropertyStart("parameters");
      json.writeName("binary_data_size");
      json.writeNumber(dataSize());
      json.writeEndObject();
      tail(json);
    }
    return out.toByteArray();
  }

  int dataSize() {
    return Math.multiplyExact(values.length, Float.BYTES);
  }

  void writeData(OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes.asFloatBuffer().put(values, from, count);
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  /** What is doubtful of the values that came. */
  private void writeWarnings(JsonGenerator json) {
    if (remarks.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("parameters");
    json.writeArrayPropertyStart("warnings");
    for (Warning warning : remarks.warnings()) {
      json.writeStartObject();
      json.writeStringProperty("code", warning.code());
      json.writeStringProperty("detail", warning.detail());
      write(json, "advice", warning.advice());
      write(json, "pointer", warning.pointer());
      if (warning.columns() != null) {
        json.writeArrayPropertyStart("columns");
        warning.columns().forEach(json::writeString);
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, @Nullable String text) {
    if (text != null) {
      json.writeStringProperty(name, text);
    }
  }

  private void head(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("model_name", modelName);
    json.writeStringProperty("model_version", modelVersion);
    id.ifPresent(it -> json.writeStringProperty("id", it));
    writeWarnings(json);
    json.writeArrayPropertyStart("outputs");
    json.writeStartObject();
    json.writeStringProperty("name", InferHeader.OUTPUT);
    json.writeStringProperty("datatype", TensorType.FP32.name());
    json.writeArrayPropertyStart("shape");
    json.writeNumber(rows);
    json.writeNumber(values.length / rows);
    json.writeEndArray();
  }

  private static void tail(JsonGenerator json) {
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }
}
