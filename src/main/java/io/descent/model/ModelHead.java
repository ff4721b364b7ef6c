package io.descent.model;

import io.descent.security.Owner;
import io.descent.storage.Blob;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * By what a model is found and told apart.
 *
 * @param jobId absent where it came from a file
 */
record ModelHead(
    UUID id,
    Owner owner,
    String name,
    @Nullable UUID jobId,
    UUID datasetId,
    long parameters,
    Blob weights,
    String weightsSha256) {

  static ModelHead of(ModelDraft draft) {
    return new ModelHead(
        draft.id(),
        draft.owner(),
        draft.name(),
        draft.jobId(),
        draft.dataset().id(),
        draft.parameters(),
        draft.weights(),
        draft.weightsSha256());
  }
}
