package io.descent.model;

import io.descent.engine.Network;
import io.descent.model.onnx.OnnxFile;
import io.descent.model.safetensors.TensorHead;
import io.descent.security.Owner;
import io.descent.web.AnswerExecutor;
import io.descent.web.Build;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Makes files of models: safetensors, which can be read back, and ONNX. */
@Service
class ModelFiles {

  private final Models models;
  private final ModelStore store;
  private final String version;
  private final AnswerExecutor answers;
  private final Limits limits;

  ModelFiles(Models models, ModelStore store, Build build, AnswerExecutor answers, Limits limits) {
    this.models = models;
    this.store = store;
    this.version = build.version();
    this.answers = answers;
    this.limits = limits;
  }

  /** One file, written as it is asked for. */
  record ModelFile(byte[] head, long dataSize, Network network) {

    long size() {
      return head.length + dataSize;
    }

    void write(OutputStream out) throws IOException {
      out.write(head);
      network.write(out);
    }
  }

  ModelFile safetensors(Owner owner, UUID id) {
    ModelRow row = store.get(owner, id);
    LoadedModel model = load(owner, row);
    TensorHead head =
        new TensorHead(
            ModelText.of(row.name(), row.weightsSha256, row.document, model.encoding()),
            TensorHead.entries(model.network().tensors()));
    return new ModelFile(head.bytes(), head.dataSize(), model.network());
  }

  /** With where the model comes from in the file's metadata. */
  OnnxFile onnx(Owner owner, UUID id) throws IOException {
    ModelRow row = store.get(owner, id);
    OnnxFile.requireSize(row.parameters);
    return answers.compute(owner.name(), limits.answer(), _ -> onnx(owner, row));
  }

  private OnnxFile onnx(Owner owner, ModelRow row) {
    LoadedModel model = load(owner, row);
    ModelCard card = ModelCard.of(row);
    return OnnxFile.of(
        row.getId(),
        model.network(),
        model.encoding(),
        version,
        digests(card.digests()),
        origin(card));
  }

  private LoadedModel load(Owner owner, ModelRow row) {
    return models
        .load(owner, row)
        .orElseThrow(() -> ProblemException.notFound("model", row.getId()));
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
      origin.put("classes", ModelText.JSON.writeValueAsString(view.classes()));
    }
    origin.put("model", view.model().toString());
    origin.put("training", view.training().toString());
    origin.put("provenance", card.provenance().toString());
    return origin;
  }
}
