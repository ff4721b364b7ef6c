/**
 * The JSON names of networks and training, checked into the engine's specifications; the only place
 * that knows them.
 */
@ApplicationModule(allowedDependencies = {"dataset", "engine", "security", "web"})
@NullMarked
package io.descent.spec;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
