/**
 * Data sets: an upload is validated, hashed and stored once as typed columns, and read as float
 * rows. Knows nothing of jobs and models.
 */
@ApplicationModule(allowedDependencies = {"engine", "security", "storage", "web"})
@NullMarked
package io.descent.dataset;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
