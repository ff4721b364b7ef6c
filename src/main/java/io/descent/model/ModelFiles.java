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
  private final ModelStore store;

  ModelFiles(Models models, ModelStore store) {
    this.models = models;
    this.store = store;
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
    ModelRow row = store.get(owner, id);
    LoadedModel model =
        models.load(owner, row).orElseThrow(() -> ProblemException.notFound("model", id));
    TensorHead head =
        new TensorHead(
            ModelText.of(row.name(), row.weightsSha256(), row.document(), model.encoding()),
            TensorHead.entries(model.network().tensors()));
    return new ModelFile(head.bytes(), head.dataSize(), model.network());
  }
}
