package io.descent.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A refusal that the edge turns into a problem document. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ProblemKind kind;
  private final transient List<?> errors;
  private final transient Optional<Duration> retryAfter;

  private ProblemException(
      ProblemKind kind, String detail, List<?> errors, Optional<Duration> retryAfter) {
    super(detail);
    this.kind = kind;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  public static ProblemException of(ProblemKind kind, String detail) {
    return new ProblemException(kind, detail, List.of(), Optional.empty());
  }

  /**
   * Readable or not by {@code kind}: {@link ProblemKind#UNREADABLE} or {@link ProblemKind#INVALID}.
   */
  public static ProblemException fields(ProblemKind kind, List<FieldError> errors) {
    return new ProblemException(kind, summary(errors.size(), "problem"), errors, Optional.empty());
  }

  public static ProblemException file(List<FileError> errors) {
    String detail = summary(errors.size(), "problem") + " in the file";
    return new ProblemException(ProblemKind.INVALID_FILE, detail, errors, Optional.empty());
  }

  public static ProblemException notFound(String what, Object id) {
    return of(ProblemKind.NOT_FOUND, "there is no " + what + " " + id);
  }

  public static ProblemException tooMany(String detail, Duration retryAfter) {
    return new ProblemException(ProblemKind.TOO_MANY, detail, List.of(), Optional.of(retryAfter));
  }

  private static String summary(int count, String noun) {
    return count == 1 ? "1 " + noun : count + " " + noun + "s";
  }

  public ProblemKind kind() {
    return kind;
  }

  public List<?> errors() {
    return errors;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
