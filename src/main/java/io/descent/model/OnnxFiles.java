package io.descent.model;

import io.descent.engine.ModelSpec;
import io.descent.engine.NamedTensor;
import io.descent.security.Owner;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Makes ONNX files of models, with where they come from in their metadata. */
@Service
class OnnxFiles {

  /** Protocol buffers end at 2 GiB; the graph around the weights is small. */
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - (64L << 20);

  private final Models models;
  private final ModelCatalog catalog;
  private final ModelDocuments documents;
  private final String version;

  OnnxFiles(
      Models models,
      ModelCatalog catalog,
      ModelDocuments documents,
      ObjectProvider<BuildProperties> build) {
    this.models = models;
    this.catalog = catalog;
    this.documents = documents;
    this.version = build.stream().findFirst().map(BuildProperties::getVersion).orElse("0");
  }

  OnnxFile of(Owner owner, UUID id) {
    ModelView view = catalog.get(owner, id);
    requireSize(view.parameters());
    LoadedModel model =
        models.load(owner, id).orElseThrow(() -> ProblemException.notFound("model", id));
    ModelSpec spec = model.network().model();
    List<NamedTensor> tensors = model.network().tensors();
    OnnxExport export = new OnnxExport(spec, tensors, model.encoding());
    SequencedMap<String, String> properties = digests(view);
    properties.putAll(provenance(view));
    return new OnnxFile(id, export.build("descent", version, properties), digests(view));
  }

  static void requireSize(long parameters) {
    if (parameters > MOST_WEIGHTS / Float.BYTES) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the model has %d parameters, and an ONNX file holds %d at most; take its safetensors"
              .formatted(parameters, MOST_WEIGHTS / Float.BYTES));
    }
  }

  private static SequencedMap<String, String> digests(ModelView view) {
    SequencedMap<String, String> digests = new LinkedHashMap<>();
    digests.put("weights_sha256", view.weightsSha256());
    digests.put("dataset_sha256", view.dataset().sha256());
    digests.put("model_sha256", sha256(view.model().toString()));
    digests.put("training_sha256", sha256(view.training().toString()));
    return digests;
  }

  private SequencedMap<String, String> provenance(ModelView view) {
    SequencedMap<String, String> properties = new LinkedHashMap<>();
    properties.put("model_id", view.id().toString());
    properties.put("task", view.task());
    if (view.classes() != null) {
      properties.put("classes", JsonMapper.shared().writeValueAsString(view.classes()));
    }
    properties.put("model", view.model().toString());
    properties.put("training", view.training().toString());
    documents
        .find(view.id())
        .ifPresent(it -> properties.put("provenance", it.provenance().toString()));
    return properties;
  }

  private static String sha256(String text) {
    MessageDigest digest = Sha256.start();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }
}
