/** Who owns what, and which hosts and origins may call. */
@ApplicationModule(allowedDependencies = {"web"})
@NullMarked
package io.descent.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
