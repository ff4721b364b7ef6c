package io.descent.inference;

import java.util.List;
import java.util.stream.Stream;

/** What the protocol tells of server and models. */
final class ProtocolMetadata {

  private ProtocolMetadata() {}

  record ServerMetadata(String name, String version, List<String> extensions) {

    static ServerMetadata of(String version) {
      return new ServerMetadata("descent", version, List.of("binary_tensor_data"));
    }
  }

  record ServerLive(boolean live) {}

  record ServerReady(boolean ready) {}

  record ModelReady(String name, boolean ready) {}

  /**
   * @param name as the request's path named the model
   */
  record ModelMetadata(
      String name,
      List<String> versions,
      String platform,
      List<MetadataTensor> inputs,
      List<MetadataTensor> outputs) {

    static ModelMetadata of(String name, ProtocolModel model, List<Integer> versions) {
      List<Integer> input =
          Stream.concat(Stream.of(-1), model.inputShape().dims().stream()).toList();
      return new ModelMetadata(
          name,
          versions.stream().map(it -> Integer.toString(it)).toList(),
          "descent",
          List.of(new MetadataTensor(InferHeader.INPUT, TensorType.FP32.name(), input)),
          List.of(
              new MetadataTensor(
                  InferHeader.OUTPUT, TensorType.FP32.name(), List.of(-1, model.outputs()))));
    }
  }

  /**
   * @param shape −1 for any number of rows
   */
  record MetadataTensor(String name, String datatype, List<Integer> shape) {}
}
