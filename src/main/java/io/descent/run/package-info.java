/**
 * One worker's turn with one job: restore or start, step, checkpoint, publish. Nothing depends on
 * it.
 */
@NullMarked
package io.descent.run;

import org.jspecify.annotations.NullMarked;
