/** Convolutions, as products whose terms lie elsewhere. Depends on {@code products}. */
@NullMarked
package io.descent.engine.kernel.convolution;

import org.jspecify.annotations.NullMarked;
