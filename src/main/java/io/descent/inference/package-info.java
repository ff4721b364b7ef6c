/** Answers from a published model. */
@ApplicationModule(allowedDependencies = {"dataset", "engine", "model", "security", "web"})
@NullMarked
package io.descent.inference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
