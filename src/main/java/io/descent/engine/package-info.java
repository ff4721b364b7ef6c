/**
 * Neural networks in plain Java: specifications, a step-wise trainer, evaluation and prediction. No
 * thread, clock, database or JSON; knows nothing of the packages above it.
 */
@NullMarked
package io.descent.engine;

import org.jspecify.annotations.NullMarked;
