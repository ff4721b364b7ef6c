/**
 * Who may call: keys with their scopes and limits, whose things a caller sees, which hosts and
 * origins may send; and what callers did. It knows no feature; each tells it what it keeps.
 */
@ApplicationModule(allowedDependencies = {"web"})
@NullMarked
package io.descent.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
