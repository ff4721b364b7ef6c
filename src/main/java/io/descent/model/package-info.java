/** A finished network with its provenance and its measured quality. */
@ApplicationModule(
    allowedDependencies = {"dataset", "engine", "security", "spec", "storage", "web"})
@NullMarked
package io.descent.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
