package io.descent.mcp;

import io.descent.security.Caller;
import io.descent.security.Scope;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent may call.
 *
 * @param scopes that a key needs of the operations which the tool calls
 * @param input schema of the arguments
 * @param output schema of the result
 */
record Tool(
    String name,
    String title,
    String description,
    Set<Scope> scopes,
    ObjectNode input,
    ObjectNode output,
    Work work) {

  /** Does what the tool is for, by operations of the API. */
  interface Work {

    ObjectNode run(Arguments arguments, Api api);
  }

  /** Whether nothing is other after a call than before. */
  boolean reads() {
    return !scopes.contains(Scope.TRAIN);
  }

  boolean isFor(Caller caller) {
    return scopes.stream().allMatch(caller::may);
  }
}
