/** The optimizers, with PyTorch's arithmetic; each keeps its slots beside the parameters. */
@NullMarked
package io.descent.engine.optimizer;

import org.jspecify.annotations.NullMarked;
