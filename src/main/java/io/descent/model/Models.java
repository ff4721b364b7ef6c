package io.descent.model;

import io.descent.engine.Network;
import io.descent.security.Owner;
import java.util.Optional;
import java.util.UUID;

/** Publishes and finds models. */
public interface Models {

  /** Joins the caller's transaction: stores the model and keeps its weights. */
  void publish(ModelDraft draft);

  /** The network of a model, to start a training from; empty where there is none for the owner. */
  Optional<Network> network(Owner owner, UUID id);
}
