package io.descent.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A refusal that the edge turns into a problem document. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ProblemKind kind;
  private final String detail;
  private final transient List<?> errors;
  private final transient Optional<Duration> retryAfter;
  private final transient OptionalLong size;

  private ProblemException(
      ProblemKind kind, String detail, List<?> errors, Optional<Duration> retryAfter) {
    this(kind, detail, errors, retryAfter, OptionalLong.empty());
  }

  private ProblemException(
      ProblemKind kind,
      String detail,
      List<?> errors,
      Optional<Duration> retryAfter,
      OptionalLong size) {
    super(detail);
    this.kind = kind;
    this.detail = detail;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
    this.size = size;
  }

  public static ProblemException of(ProblemKind kind, String detail) {
    return new ProblemException(kind, detail, List.of(), Optional.empty());
  }

  /**
   * Readable or not by {@code kind}: {@link ProblemKind#UNREADABLE} or {@link ProblemKind#INVALID}.
   */
  public static ProblemException fields(ProblemKind kind, List<FieldError> errors) {
    FieldError first = errors.getFirst();
    String place = first.pointer().isEmpty() ? "" : first.pointer() + ": ";
    String detail = place + first.detail() + others(errors.size());
    return new ProblemException(kind, detail, errors, Optional.empty());
  }

  public static ProblemException file(List<FileError> errors) {
    FileError first = errors.getFirst();
    String line = first.line() == null ? "" : "line " + first.line() + ": ";
    String column = first.column() == null ? "" : Spelling.quoted(first.column()) + " ";
    String detail = line + column + first.detail() + others(errors.size());
    return new ProblemException(ProblemKind.INVALID_FILE, detail, errors, Optional.empty());
  }

  public static ProblemException notFound(String what, Object id) {
    return of(ProblemKind.NOT_FOUND, "there is no " + what + " " + id);
  }

  /** Of a file of so many bytes, of which none was asked for. */
  static ProblemException outOfRange(long size) {
    return new ProblemException(
        ProblemKind.RANGE_NOT_SATISFIABLE,
        "the file has " + size + " bytes, none in this range",
        List.of(),
        Optional.empty(),
        OptionalLong.of(size));
  }

  public static ProblemException tooMany(String detail, Duration retryAfter) {
    return new ProblemException(ProblemKind.TOO_MANY, detail, List.of(), Optional.of(retryAfter));
  }

  public static ProblemException unavailable(String detail, Duration retryAfter) {
    return new ProblemException(
        ProblemKind.UNAVAILABLE, detail, List.of(), Optional.of(retryAfter));
  }

  private static String others(int count) {
    return switch (count) {
      case 1 -> "";
      case 2 -> "; and 1 more problem";
      default -> "; and " + (count - 1) + " more problems";
    };
  }

  public ProblemKind kind() {
    return kind;
  }

  /** One sentence for the client. */
  public String detail() {
    return detail;
  }

  public List<?> errors() {
    return errors;
  }

  /** Of the file whose range cannot be had. */
  OptionalLong size() {
    return size;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
