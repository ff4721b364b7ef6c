package io.descent.model;

/** Publishes and finds models. */
public interface Models {

  /** Joins the caller's transaction: stores the model and keeps its weights. */
  void publish(ModelDraft draft);
}
