package io.descent.cli;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;

/** There is no service to ask, or a file cannot be read or written. */
final class NoService extends RuntimeException {

  private static final long serialVersionUID = 1;

  NoService(String sentence) {
    super(sentence);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Names the kind where there is no more than a path. */
  static String sentence(Exception e) {
    return switch (e) {
      case NoSuchFileException missing ->
          "there is no file " + missing.getFile() + ": check the path";
      case FileNotFoundException missing ->
          "there is no file that can be read: " + missing.getMessage();
      default -> e.getClass().getSimpleName() + ": " + e.getMessage();
    };
  }
}
