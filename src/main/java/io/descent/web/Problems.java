package io.descent.web;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects everything wrong with a request, so that it is all told at once. What cannot be read as
 * the documented form answers 400, what is readable but wrong 422; where both occur, 400. Keeps the
 * first 100.
 */
public final class Problems {

  private final List<FieldError> errors = new ArrayList<>();
  private boolean unreadable;

  /** Notes what has not the documented form: an unknown field, a wrong type. */
  public void unreadable(String pointer, String detail) {
    unreadable = true;
    add(pointer, detail);
  }

  /** Notes what has the documented form and is wrong: out of range, not fitting. */
  public void invalid(String pointer, String detail) {
    add(pointer, detail);
  }

  /** Notes what a refusal of this kind told, which may be at another place here. */
  public void note(ProblemKind kind, String pointer, String detail) {
    unreadable |= kind == ProblemKind.UNREADABLE;
    add(pointer, detail);
  }

  private void add(String pointer, String detail) {
    if (errors.size() < Limits.ERRORS) {
      errors.add(new FieldError(pointer, detail));
    }
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  /** Whether more would no longer be kept, so that there is no use in looking for it. */
  public boolean full() {
    return errors.size() == Limits.ERRORS;
  }

  public List<FieldError> errors() {
    return List.copyOf(errors);
  }

  /** Refuses the request if anything was noted. */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw ProblemException.fields(
          unreadable ? ProblemKind.UNREADABLE : ProblemKind.INVALID, errors);
    }
  }
}
