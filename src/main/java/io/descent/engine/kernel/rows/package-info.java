/** Operations along rows and down columns. Depends on {@code elementwise} for exponentials. */
@NullMarked
package io.descent.engine.kernel.rows;

import org.jspecify.annotations.NullMarked;
