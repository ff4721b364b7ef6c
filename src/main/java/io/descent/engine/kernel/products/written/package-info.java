/** Register tiles, written by programs in the tests of this package: do not edit them by hand. */
@NullMarked
package io.descent.engine.kernel.products.written;

import org.jspecify.annotations.NullMarked;
