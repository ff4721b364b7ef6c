package io.descent.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some raw rows; a missing value is null, an image is its rows of pixels. */
record RowsView(
    List<String> columns, long offset, long total, List<List<@Nullable Object>> items) {}
