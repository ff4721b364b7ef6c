package io.descent.inference;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code {"instances": […]}} and lets each instance be answered as it comes. */
final class InstanceStream {

  private static final String INSTANCES = "instances";

  private final InstanceForm instances;
  private final Batches batches;
  private final int most;
  private final Problems problems = new Problems();

  InstanceStream(InstanceForm instances, Batches batches, int most) {
    this.instances = instances;
    this.batches = batches;
    this.most = most;
  }

  /** What the network says of all instances; a refusal if any is wrong. */
  Outputs read(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      problems.unreadable("", "must be an object, is " + InstanceForm.kind(parser));
      parser.skipChildren();
    } else {
      readFields(parser);
    }
    problems.throwIfAny();
    return batches.finish();
  }

  private void readFields(JsonParser parser) {
    boolean found = false;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      if (name.equals(INSTANCES)) {
        found = true;
        readInstances(parser);
      } else {
        String hint = Spelling.hint(name, List.of(INSTANCES));
        problems.unreadable(InstanceForm.pointer(parser), "unknown field" + hint);
        parser.skipChildren();
      }
    }
    if (!found) {
      problems.unreadable("/" + INSTANCES, "is missing");
    }
  }

  private void readInstances(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      problems.unreadable("/" + INSTANCES, "must be an array, is " + InstanceForm.kind(parser));
      parser.skipChildren();
      return;
    }
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (++count > most) {
        throw ProblemException.of(
            ProblemKind.TOO_LARGE, "there are more than " + most + " instances");
      }
      instances.read(parser, batches.inputs(), batches.at(), problems);
      if (problems.isEmpty()) {
        batches.add();
      } else if (problems.full()) {
        problems.throwIfAny();
      }
    }
    if (count == 0) {
      problems.invalid("/" + INSTANCES, "must have at least one instance");
    }
  }
}
