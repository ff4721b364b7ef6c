package io.descent.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.dataset.Encoding;
import io.descent.model.LoadedModel;
import io.descent.model.ModelColumn;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
      List<MetadataTensor> outputs,
      Signature parameters) {

    static ModelMetadata of(String name, ProtocolModel model, List<Integer> versions) {
      List<Integer> input =
          Stream.concat(Stream.of(-1), model.inputShape().dims().stream()).toList();
      return new ModelMetadata(
          name,
          versions.stream().map(it -> Integer.toString(it)).toList(),
          "descent",
          List.of(new MetadataTensor(InferHeader.INPUT, model.inputType().name(), input)),
          List.of(
              new MetadataTensor(
                  InferHeader.OUTPUT, TensorType.FP32.name(), List.of(-1, model.outputs()))),
          Signature.of(model));
    }
  }

  /**
   * What the numbers mean.
   *
   * @param columns in the order of the input's values; of images absent
   * @param classes in the order of the output's values; of a regression absent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Signature(
      @Nullable List<ModelColumn> columns, String target, @Nullable List<String> classes) {

    static Signature of(ProtocolModel model) {
      LoadedModel loaded = model.model().model();
      Encoding encoding = loaded.encoding();
      return new Signature(
          encoding.ofImages() ? null : ModelColumn.of(encoding),
          loaded.target(),
          encoding.classes().isEmpty() ? null : encoding.classes());
    }
  }

  /**
   * @param shape −1 for any number of rows
   */
  record MetadataTensor(String name, String datatype, List<Integer> shape) {}
}
