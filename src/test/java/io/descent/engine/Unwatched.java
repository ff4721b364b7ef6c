package io.descent.engine;

/** Trains without measuring layers, which only a measurement of its cost wants. */
public final class Unwatched {

  private Unwatched() {}

  public static Trainer of(Trainer trainer) {
    trainer.watch().rest();
    return trainer;
  }
}
