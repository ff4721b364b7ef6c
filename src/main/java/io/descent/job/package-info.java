/** What was asked for: jobs, their state machine, their metrics and their queue. Does not train. */
@ApplicationModule(
    allowedDependencies = {"dataset", "engine", "model", "security", "spec", "storage", "web"})
@NullMarked
package io.descent.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
