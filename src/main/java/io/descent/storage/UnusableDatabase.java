package io.descent.storage;

/** The database cannot be opened as it is; the message is one sentence for the user. */
public final class UnusableDatabase extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnusableDatabase(String sentence) {
    super(sentence);
  }
}
