package io.descent.dataset;

/** What is kept of a data set beside its bytes. */
record Description(Schema schema, BlockLayout layout) {}
