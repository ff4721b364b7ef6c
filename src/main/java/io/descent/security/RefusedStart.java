package io.descent.security;

/** The service must not start as things are; the message is one sentence for the user. */
public final class RefusedStart extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RefusedStart(String sentence) {
    super(sentence);
  }
}
