/**
 * The shared manners of the edge: problems, pages, strict JSON, idempotency, limits. Knows no
 * feature.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.descent.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
