package io.descent.web;

/** Tells whose a request is, once it was let in. */
public interface RequestOwner {

  /** The owner of the request that this thread answers. */
  String current();
}
