/** Measurements, to be run by hand; see {@code docs/performance.md}. */
@NullMarked
package io.descent.bench;

import org.jspecify.annotations.NullMarked;
