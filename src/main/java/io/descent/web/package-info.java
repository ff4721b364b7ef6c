/**
 * The shared manners of the edge: problems, pages, strict JSON, idempotency, limits. Knows no
 * feature.
 */
@NullMarked
package io.descent.web;

import org.jspecify.annotations.NullMarked;
