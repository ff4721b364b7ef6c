package io.descent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A refusal as RFC 9457 has it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDocument(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @JsonProperty(RequestId.NAME) String requestId,
    List<?> errors) {

  /** Of a refusal within the request that this thread serves. */
  public static ProblemDocument of(ProblemException problem, String instance) {
    return of(problem, instance, RequestId.current());
  }

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

  public JsonNode json() {
    return JsonMapper.shared().valueToTree(this);
  }

  byte[] bytes() {
    return JsonMapper.shared().writeValueAsBytes(this);
  }
}
