/**
 * The groups of operations shared out to a {@link io.descent.engine.kernel.Team}: each says by
 * which outputs it is split and what it costs, and hands ranges on to the kernels of a thread.
 */
@NullMarked
package io.descent.engine.kernel.team;

import org.jspecify.annotations.NullMarked;
