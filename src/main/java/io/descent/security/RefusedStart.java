package io.descent.security;

/**
 * The settings would leave the service open to others; its message is one sentence for the user.
 */
public final class RefusedStart extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedStart(String sentence) {
    super(sentence);
  }
}
