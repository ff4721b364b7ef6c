package io.descent.model;

import io.descent.engine.Network;
import io.descent.model.safetensors.TensorHead;
import io.descent.security.Owner;
import io.descent.web.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Makes safetensors files of models. */
@Service
class ModelFiles {

  private final Models models;
  private final ModelCatalog catalog;
  private final ModelDocuments documents;

  ModelFiles(Models models, ModelCatalog catalog, ModelDocuments documents) {
    this.models = models;
    this.catalog = catalog;
    this.documents = documents;
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

  ModelFile of(Owner owner, UUID id) {
    ModelView view = catalog.get(owner, id);
    LoadedModel model = models.load(owner, id).orElseThrow(() -> gone(id));
    ModelDocument document = documents.find(id).orElseThrow(() -> gone(id));
    TensorHead head =
        new TensorHead(
            ModelText.of(view.name(), view.weightsSha256(), document, model.encoding()),
            TensorHead.entries(model.network().tensors()));
    return new ModelFile(head.bytes(), head.dataSize(), model.network());
  }

  private static ProblemException gone(UUID id) {
    return ProblemException.notFound("model", id);
  }
}
