package io.descent.cli;

import tools.jackson.databind.JsonNode;

/** What the service answered instead of what was asked: a problem document. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient JsonNode problem;

  Refusal(JsonNode problem) {
    super(problem.path("detail").asString("refused"));
    this.problem = problem;
  }

  JsonNode problem() {
    return problem;
  }

  int exitCode() {
    return problem.path("status").asInt(500) < 500 ? CommandTool.REFUSED : CommandTool.UNREACHABLE;
  }
}
