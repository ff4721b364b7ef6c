package io.descent.model;

import io.descent.engine.Network;
import io.descent.security.Owner;
import io.descent.web.Build;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
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

  OnnxFiles(Models models, ModelCatalog catalog, ModelDocuments documents, Build build) {
    this.models = models;
    this.catalog = catalog;
    this.documents = documents;
    this.version = build.version();
  }

  OnnxFile of(Owner owner, UUID id) {
    ModelView view = catalog.get(owner, id);
    requireSize(view.parameters());
    LoadedModel model = models.load(owner, id).orElseThrow(() -> gone(id));
    ModelDocument document = documents.find(id).orElseThrow(() -> gone(id));
    ModelCard card = ModelCard.of(view, document.provenance());
    Network network = model.network();
    OnnxExport export = new OnnxExport(network.model(), network.tensors(), model.encoding());
    SequencedMap<String, String> digests = digests(card.digests());
    SequencedMap<String, String> properties = new LinkedHashMap<>(digests);
    properties.putAll(origin(card));
    return new OnnxFile(id, export.build("descent", version, properties), digests);
  }

  private static ProblemException gone(UUID id) {
    return ProblemException.notFound("model", id);
  }

  static void requireSize(long parameters) {
    if (parameters > MOST_WEIGHTS / Float.BYTES) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the model has %d parameters, and an ONNX file holds %d at most; take its safetensors"
              .formatted(parameters, MOST_WEIGHTS / Float.BYTES));
    }
  }

  private static SequencedMap<String, String> digests(ModelCard.Digests from) {
    SequencedMap<String, String> digests = new LinkedHashMap<>();
    digests.put("weights_sha256", from.weightsSha256());
    digests.put("dataset_sha256", from.datasetSha256());
    digests.put("model_sha256", from.modelSha256());
    digests.put("training_sha256", from.trainingSha256());
    return digests;
  }

  private static SequencedMap<String, String> origin(ModelCard card) {
    ModelView view = card.model();
    SequencedMap<String, String> origin = new LinkedHashMap<>();
    origin.put("model_id", view.id().toString());
    origin.put("name", view.name());
    origin.put("task", view.task());
    if (view.classes() != null) {
      origin.put("classes", JsonMapper.shared().writeValueAsString(view.classes()));
    }
    origin.put("model", view.model().toString());
    origin.put("training", view.training().toString());
    origin.put("provenance", card.provenance().toString());
    return origin;
  }
}
