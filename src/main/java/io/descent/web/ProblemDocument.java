package io.descent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A refusal as RFC 9457 has it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemDocument(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @JsonProperty(RequestId.NAME) String requestId,
    List<?> errors) {

  static ProblemDocument of(ProblemException problem, String instance, String requestId) {
    ProblemKind kind = problem.kind();
    return new ProblemDocument(
        kind.type(),
        kind.title(),
        kind.status().value(),
        problem.detail(),
        instance,
        requestId,
        problem.errors());
  }

  byte[] bytes() {
    return JsonMapper.shared().writeValueAsBytes(this);
  }
}
