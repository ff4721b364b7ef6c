/** The losses: each the mean over the batch of a sample's loss, with its gradient. */
@NullMarked
package io.descent.engine.loss;

import org.jspecify.annotations.NullMarked;
