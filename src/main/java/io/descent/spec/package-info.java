/**
 * Networks and trainings as JSON: read into the engine's specifications, checked, written and
 * described, by the tables of fields that stand beside these.
 */
@ApplicationModule(allowedDependencies = {"dataset", "engine", "security", "web"})
@NullMarked
package io.descent.spec;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
