package io.descent.model;

import io.descent.model.onnx.OnnxFile;
import io.descent.security.Owner;
import io.descent.web.Build;
import io.descent.web.ProblemException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Makes ONNX files of models, with where they come from in their metadata. */
@Service
class OnnxFiles {

  private final Models models;
  private final ModelStore store;
  private final String version;

  OnnxFiles(Models models, ModelStore store, Build build) {
    this.models = models;
    this.store = store;
    this.version = build.version();
  }

  OnnxFile of(Owner owner, UUID id) {
    ModelRow row = store.get(owner, id);
    OnnxFile.requireSize(row.parameters());
    LoadedModel model =
        models.load(owner, row).orElseThrow(() -> ProblemException.notFound("model", id));
    ModelCard card = ModelCard.of(row);
    return OnnxFile.of(
        id, model.network(), model.encoding(), version, digests(card.digests()), origin(card));
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
