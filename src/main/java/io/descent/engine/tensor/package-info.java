/** What a network is made of: matrices of float32, parameters, and noise without state. */
@NullMarked
package io.descent.engine.tensor;

import org.jspecify.annotations.NullMarked;
