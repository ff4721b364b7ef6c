/**
 * The inner loops, over plain arrays. Every implementation gives the same bits: the order of each
 * sum and each expression is part of {@link io.descent.engine.kernel.Kernels}.
 */
@NullMarked
package io.descent.engine.kernel;

import org.jspecify.annotations.NullMarked;
