package io.descent.web;

import org.springframework.http.HttpStatus;

/** Another form for refusals than a problem document, at some addresses. */
public interface RefusalForm {
  boolean isFor(String path);

  HttpStatus status(ProblemException problem);

  /** JSON. */
  byte[] body(ProblemException problem);
}
