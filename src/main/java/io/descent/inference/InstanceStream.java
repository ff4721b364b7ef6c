package io.descent.inference;

import io.descent.model.Threshold;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import io.descent.web.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code {"instances": […]}} and lets each instance be answered as it comes. */
final class InstanceStream {

  static final String THRESHOLD = "threshold";
  static final String PASSTHROUGH = "passthrough";
  private static final String DATASET = "dataset_id";
  private static final String DATASET_NAME = "dataset";
  private static final int MOST_NAMES = 100;
  private static final String INSTANCES = "instances";

  private final InstanceForm instances;
  private final Batches batches;
  private final int most;
  private final Passthrough passthrough;
  private final Predicate<String> isColumn;
  private final Problems problems = new Problems();
  private OptionalDouble threshold = OptionalDouble.empty();
  private Optional<Reference> dataset = Optional.empty();
  private boolean named;

  /**
   * A data set by its id or its name.
   *
   * @param pointer where it stands
   */
  record Reference(String pointer, String text) {}

  /**
   * @param isColumn whether a name is a column of the model
   */
  InstanceStream(
      InstanceForm instances,
      Batches batches,
      int most,
      Passthrough passthrough,
      Predicate<String> isColumn) {
    this.instances = instances;
    this.batches = batches;
    this.most = most;
    this.passthrough = passthrough;
    this.isColumn = isColumn;
  }

  /** The data set whose rows are to be answered instead of instances, after {@link #read}. */
  Optional<Reference> dataset() {
    return dataset;
  }

  /** The probability from which the second of two classes is asked for, after {@link #read}. */
  OptionalDouble threshold() {
    return threshold;
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
      } else if (name.equals(PASSTHROUGH)) {
        readPassthrough(parser);
      } else if (name.equals(DATASET) || name.equals(DATASET_NAME)) {
        readDataset(parser, "/" + name);
      } else if (name.equals(THRESHOLD)) {
        readThreshold(parser);
      } else {
        String hint =
            Spelling.hint(name, List.of(INSTANCES, PASSTHROUGH, THRESHOLD, DATASET, DATASET_NAME));
        problems.unreadable(InstanceForm.pointer(parser), "unknown field" + hint);
        parser.skipChildren();
      }
    }
    if (!found && !named) {
      problems.unreadable("/" + INSTANCES, "is missing");
    } else if (found && named) {
      String pointer = dataset.map(Reference::pointer).orElse("/" + DATASET);
      problems.invalid(pointer, "stands instead of instances, not beside them");
    }
  }

  private void readDataset(JsonParser parser, String pointer) {
    if (named) {
      problems.invalid(pointer, "says once more which data set is meant; leave one out");
    }
    named = true;
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      problems.unreadable(pointer, "must be text, is " + InstanceForm.kind(parser));
      parser.skipChildren();
      return;
    }
    String text = parser.getString();
    StorableText.problem(text, Limits.NAME).ifPresent(it -> problems.invalid(pointer, it));
    dataset = Optional.of(new Reference(pointer, text));
  }

  private void readThreshold(JsonParser parser) {
    String pointer = "/" + THRESHOLD;
    if (!parser.currentToken().isNumeric()) {
      problems.unreadable(pointer, "must be a number, is " + InstanceForm.kind(parser));
      parser.skipChildren();
    } else if (!Threshold.RANGE.contains(parser.getDoubleValue())) {
      problems.invalid(pointer, "must be " + Threshold.RANGE);
    } else {
      threshold = OptionalDouble.of(parser.getDoubleValue());
    }
  }

  private void readPassthrough(JsonParser parser) {
    String pointer = "/" + PASSTHROUGH;
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      problems.unreadable(pointer, "must be an array of names, is " + InstanceForm.kind(parser));
      parser.skipChildren();
      return;
    }
    List<String> names = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        String detail = "must be text, is " + InstanceForm.kind(parser);
        problems.unreadable(InstanceForm.pointer(parser), detail);
        parser.skipChildren();
      } else if (names.size() < MOST_NAMES) {
        names.add(parser.getString());
      } else {
        problems.invalid(pointer, "must have at most " + MOST_NAMES + " names");
        parser.skipChildren();
      }
    }
    passthrough.name(names, isColumn, problems);
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
