package io.descent.engine;

/** What a network is trained to say: one of several classes, or numbers. */
public enum Task {
  CLASSIFICATION,
  REGRESSION
}
