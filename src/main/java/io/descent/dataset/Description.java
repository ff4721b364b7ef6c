package io.descent.dataset;

import io.descent.web.Warning;
import java.util.List;
import java.util.stream.Stream;

/** What is kept of a data set beside its bytes. */
record Description(Schema schema, BlockLayout layout, List<Warning> warnings) {

  /** What was stored before there were warnings has none. */
  @SuppressWarnings("NullAway")
  Description {
    warnings = warnings == null ? List.of() : warnings;
  }

  Description(Schema schema, BlockLayout layout) {
    this(schema, layout, List.of());
  }

  /** The same, with something doubtful more. */
  Description with(Warning warning) {
    return with(List.of(warning));
  }

  /** The same, with whatever is doubtful more. */
  Description with(List<Warning> more) {
    return new Description(
        schema, layout, Stream.concat(more.stream(), warnings.stream()).toList());
  }

  /** The same without columns, and without what their blocks hold. */
  Description brief() {
    return new Description(
        schema.withoutColumns(), new BlockLayout(layout.blockRows(), List.of()), warnings);
  }

  /** The same of a file of another form. */
  Description as(Schema.Format format) {
    return new Description(schema.as(format), layout, warnings);
  }
}
