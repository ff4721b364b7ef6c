/**
 * The service on the command line: commands that call it by HTTP, at an address or inside of this
 * process. Knows the API alone, and none of what is behind it.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.descent.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
