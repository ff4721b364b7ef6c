package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.ModelSpec;
import io.descent.engine.Network;
import io.descent.security.Owner;
import io.descent.spec.Specs;
import io.descent.storage.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Publishes and finds models. */
@Service
public class Models {

  private final ModelRows rows;
  private final ModelDocuments documents;
  private final Blobs blobs;
  private final Specs specs;
  private final NewModels newModels;

  Models(ModelRows rows, ModelDocuments documents, Blobs blobs, Specs specs, NewModels newModels) {
    this.rows = rows;
    this.documents = documents;
    this.blobs = blobs;
    this.specs = specs;
    this.newModels = newModels;
  }

  /** Joins the caller's transaction: stores the model and keeps its weights. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void publish(ModelDraft draft) {
    newModels.store(ModelHead.of(draft), ModelDocument.of(draft), draft.encoding());
  }

  /** Everything it takes to answer; empty where there is none, or where it is another owner's. */
  public Optional<LoadedModel> load(Owner owner, UUID id) {
    Optional<ModelRow> row = find(owner, id);
    try {
      return row.flatMap(this::load);
    } catch (UncheckedIOException e) {
      if (find(owner, id).isEmpty()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether there still is such a model; cheap. */
  public boolean exists(Owner owner, UUID id) {
    return documents.ownedBy(owner, id);
  }

  /** The network of a model, to start a training from; empty where there is none for the owner. */
  public Optional<Network> network(Owner owner, UUID id) {
    return load(owner, id).map(LoadedModel::network);
  }

  private Optional<ModelRow> find(Owner owner, UUID id) {
    return rows.findByIdAndOwner(id, owner.name());
  }

  private Optional<LoadedModel> load(ModelRow row) {
    Optional<ModelDocument> document = documents.find(row.getId());
    Optional<Encoding> encoding = documents.encoding(row.getId());
    if (document.isEmpty() || encoding.isEmpty()) {
      return Optional.empty();
    }
    Network network = network(specs.storedModel(document.get().model()), row.weights().id());
    return Optional.of(
        new LoadedModel(
            row.getId(),
            row.name(),
            encoding.get(),
            document.get().target(),
            network,
            row.weights().size()));
  }

  private Network network(ModelSpec spec, UUID weightsId) {
    try (InputStream weights = blobs.open(weightsId)) {
      return Network.read(spec, weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
