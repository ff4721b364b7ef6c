package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.ModelSpec;
import io.descent.engine.TensorShape;
import io.descent.model.onnx.OnnxFile;
import io.descent.model.safetensors.TensorHead;
import io.descent.security.Owner;
import io.descent.spec.Specs;
import io.descent.storage.Blobs;
import io.descent.web.Build;
import io.descent.web.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Makes files of models: safetensors, which can be read back, and ONNX. */
@Service
class ModelFiles {

  private static final int BUFFER = 1 << 16;

  private final ModelStore store;
  private final Blobs blobs;
  private final Specs specs;
  private final String version;

  ModelFiles(ModelStore store, Blobs blobs, Specs specs, Build build) {
    this.store = store;
    this.blobs = blobs;
    this.specs = specs;
    this.version = build.version();
  }

  /** One file, written as it is asked for. */
  record ModelFile(byte[] head, long dataSize, InputStream weights) implements AutoCloseable {

    long size() {
      return head.length + dataSize;
    }

    void write(OutputStream out) throws IOException {
      out.write(head);
      weights.transferTo(out);
    }

    @Override
    public void close() throws IOException {
      weights.close();
    }
  }

  ModelFile safetensors(Owner owner, UUID id) throws IOException {
    ModelRow row = store.get(owner, id);
    Encoding encoding = store.requiredEncoding(owner, id);
    TensorHead head =
        new TensorHead(
            ModelText.of(row.name(), row.weightsSha256, row.document, encoding),
            TensorHead.entries(TensorShape.of(spec(row))));
    return new ModelFile(head.bytes(), head.dataSize(), weights(owner, row));
  }

  /** The stored weights, of which the first are there: from then on they are only read. */
  private InputStream weights(Owner owner, ModelRow row) throws IOException {
    InputStream weights = new BufferedInputStream(blobs.open(row.weights().id()), BUFFER);
    try {
      weights.mark(1);
      weights.read();
      weights.reset();
      return weights;
    } catch (IOException e) {
      if (!store.exists(owner, row.getId())) {
        throw gone(row);
      }
      throw e;
    }
  }

  /** With where the model comes from in the file's metadata. */
  OnnxFile onnx(Owner owner, UUID id) {
    ModelRow row = store.get(owner, id);
    OnnxFile.requireSize(row.parameters);
    Encoding encoding = store.requiredEncoding(owner, id);
    ModelCard card = ModelCard.of(row, List.of(), encoding, List.of());
    return OnnxFile.of(
        row.getId(),
        spec(row),
        encoding,
        version,
        digests(card.digests()),
        origin(card),
        from -> blobs.open(row.weights().id(), from));
  }

  private ModelSpec spec(ModelRow row) {
    return specs.storedModel(row.document.model());
  }

  private static ProblemException gone(ModelRow row) {
    return ProblemException.notFound("model", row.getId());
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
    origin.put("target", view.target());
    if (view.columns() != null) {
      origin.put("columns", ModelText.JSON.writeValueAsString(view.columns()));
    }
    if (view.classes() != null) {
      origin.put("classes", ModelText.JSON.writeValueAsString(view.classes()));
    }
    origin.put("model", view.model().toString());
    origin.put("training", view.training().toString());
    origin.put("provenance", card.provenance().toString());
    return origin;
  }
}
