package io.descent.storage;

import io.descent.web.Problems;
import io.descent.web.StorableText;
import java.util.Optional;

/**
 * What a client wants a new thing to be called.
 *
 * @param name absent where it takes that of what it is made from
 */
public record Naming(Optional<String> name, Labels labels) {

  /** Nothing is said. */
  public static final Naming NONE = new Naming(Optional.empty(), Labels.NONE);

  /** Of a query's parameters: tags are JSON as text. */
  public static Naming parse(
      Optional<String> name, Optional<String> tags, Optional<String> description) {
    Problems problems = new Problems();
    Labels labels = Labels.parse(tags, description, problems);
    name.flatMap(StorableText::nameProblem).ifPresent(it -> problems.invalid("name", it));
    problems.throwIfAny();
    return new Naming(name, labels);
  }
}
