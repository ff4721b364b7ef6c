package io.descent.model.safetensors;

import io.descent.web.FileError;
import io.descent.web.ProblemException;
import java.util.List;

/** Refusals of a model file, each with its place in the file. */
public final class FileRefusal {

  private FileRefusal() {}

  /**
   * @param place such as {@code byte 8} or {@code tensor 0.W}
   */
  public static ProblemException at(String place, String detail) {
    return ProblemException.file(List.of(new FileError(null, null, place + ": " + detail)));
  }

  public static void require(boolean held, String place, String otherwise) {
    if (!held) {
      throw at(place, otherwise);
    }
  }
}
