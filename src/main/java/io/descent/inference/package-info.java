/** Answers from a published model. */
@NullMarked
package io.descent.inference;

import org.jspecify.annotations.NullMarked;
