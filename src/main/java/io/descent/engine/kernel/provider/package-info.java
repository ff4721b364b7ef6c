/**
 * Which kernels a process uses, and how their lanes come to be compiled. Depends on all the
 * packages beside it; only the engine itself depends on it.
 */
@NullMarked
package io.descent.engine.kernel.provider;

import org.jspecify.annotations.NullMarked;
