package io.descent.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a file, up to what fits an answer. */
public final class FileProblems {
  private final List<FileError> errors = new ArrayList<>();

  /** Notes a problem; the last one that fits an answer ends the reading. */
  public void add(@Nullable Long line, @Nullable String column, String detail) {
    errors.add(new FileError(line, column, detail));
    if (errors.size() == Limits.ERRORS) {
      throwIfAny();
    }
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  /** Refuses the file if anything was noted, in the order of its lines. */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      errors.sort(Comparator.comparing(FileError::line, Comparator.nullsLast(Long::compare)));
      throw ProblemException.file(errors);
    }
  }

  /** Refuses a file for one reason. */
  public static ProblemException of(@Nullable Long line, @Nullable String column, String detail) {
    return ProblemException.file(List.of(new FileError(line, column, detail)));
  }
}
