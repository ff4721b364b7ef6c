/** Activations, updates of parameters, and the elementary functions they are made of. */
@NullMarked
package io.descent.engine.kernel.elementwise;

import org.jspecify.annotations.NullMarked;
