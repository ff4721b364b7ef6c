/**
 * Matrix products. Lanes multiply by register tiles; where the left factor has many zeros, by what
 * is left of it. Convolutions use the tiles and panels too. Depends on {@code pixels}.
 */
@NullMarked
package io.descent.engine.kernel.products;

import org.jspecify.annotations.NullMarked;
