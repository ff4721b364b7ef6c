package io.descent.model.onnx;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an ONNX file asks of its reader.
 *
 * @param operators how often each occurs
 * @param bytes of the file
 * @param digests SHA-256 of the file, and of what the model was made from
 * @param metadata what the file says of the model beside them: columns, target, classes and, where
 *     float32 cannot carry a column, why
 */
public record OnnxReport(
    UUID modelId,
    long opset,
    long irVersion,
    String producer,
    Map<String, Long> operators,
    OnnxTensor input,
    OnnxTensor output,
    long bytes,
    Map<String, String> digests,
    Map<String, String> metadata) {

  /**
   * @param shape −1 for any number of rows
   */
  public record OnnxTensor(String name, String datatype, List<Long> shape) {}
}
