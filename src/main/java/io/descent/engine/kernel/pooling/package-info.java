/** The largest value and the mean of windows. */
@NullMarked
package io.descent.engine.kernel.pooling;

import org.jspecify.annotations.NullMarked;
