package io.descent.dataset;

import io.descent.engine.Task;
import java.util.Optional;
import java.util.Set;

/**
 * What the client said about a table, and what it may hold.
 *
 * @param target name of the target column
 * @param categorical names of columns that hold text whatever it looks like
 * @param mostCategories of a column
 */
record TableOptions(
    String target, Optional<Task> task, Set<String> categorical, int mostCategories) {}
