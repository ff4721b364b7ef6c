package io.descent.dataset;

import io.descent.engine.Task;
import java.util.List;
import java.util.Optional;

/**
 * What a client says about its upload.
 *
 * @param categorical names of columns, or several names with commas between them
 */
record UploadFields(
    Optional<String> name,
    Optional<String> target,
    Optional<Task> task,
    List<String> categorical) {}
