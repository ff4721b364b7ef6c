/**
 * Many trainings of one data set that differ in some settings: their points, and which goes on.
 * Trials are ordinary jobs. Does not train.
 */
@ApplicationModule(
    allowedDependencies = {"dataset", "engine", "job", "security", "spec", "storage", "web"})
@NullMarked
package io.descent.sweep;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
