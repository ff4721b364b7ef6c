package io.descent.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list, newest first; {@code nextCursor} is absent on the last. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
