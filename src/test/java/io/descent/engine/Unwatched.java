package io.descent.engine;

/** Switches the measuring of layers off and on, which only a measurement of its cost wants. */
public final class Unwatched {

  private Unwatched() {}

  public static void set(Trainer trainer, boolean unwatched) {
    trainer.watch().rest(unwatched);
  }
}
