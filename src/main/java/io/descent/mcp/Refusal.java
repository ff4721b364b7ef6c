package io.descent.mcp;

import tools.jackson.databind.JsonNode;

/** An operation of the API refused what a tool asked of it. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient JsonNode problem;

  /**
   * @param problem the document that tells why, as the API gives it
   */
  Refusal(JsonNode problem) {
    super(problem.path("detail").asString("refused"));
    this.problem = problem;
  }

  JsonNode problem() {
    return problem;
  }

  boolean isNotFound() {
    return problem.path("status").asInt(0) == 404;
  }
}
