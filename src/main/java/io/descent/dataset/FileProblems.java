package io.descent.dataset;

import io.descent.web.FileError;
import io.descent.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a file, up to what fits an answer. */
final class FileProblems {

  private static final int MOST = 100;

  private final List<FileError> errors = new ArrayList<>();

  void add(@Nullable Long line, @Nullable String column, String detail) {
    errors.add(new FileError(line, column, detail));
    if (errors.size() == MOST) {
      throw refusal();
    }
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  void throwIfAny() {
    if (!errors.isEmpty()) {
      throw refusal();
    }
  }

  private ProblemException refusal() {
    return ProblemException.file(errors);
  }

  /** Refuses a file for one reason. */
  static ProblemException of(@Nullable Long line, @Nullable String column, String detail) {
    return ProblemException.file(List.of(new FileError(line, column, detail)));
  }
}
