package io.descent.web;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** A refusal as the Open Inference Protocol has it, for every address below {@code /v2}. */
record ProtocolError(String error) {

  static boolean isFor(String path) {
    return path.equals("/v2") || path.startsWith("/v2/");
  }

  static ProtocolError of(ProblemException problem) {
    return new ProtocolError(
        problem.errors().isEmpty() ? problem.detail() : text(problem.errors()));
  }

  /** The protocol knows no difference between what cannot be read and what is wrong. */
  static HttpStatus status(ProblemException problem) {
    HttpStatus status = problem.kind().status();
    return status == HttpStatus.UNPROCESSABLE_CONTENT ? HttpStatus.BAD_REQUEST : status;
  }

  byte[] bytes() {
    return JsonMapper.shared().writeValueAsBytes(this);
  }

  private static String text(List<?> errors) {
    return errors.stream().map(ProtocolError::text).collect(Collectors.joining("; "));
  }

  private static String text(Object error) {
    return error instanceof FieldError(String pointer, String detail)
        ? pointer.isEmpty() ? detail : pointer + ": " + detail
        : error.toString();
  }
}
