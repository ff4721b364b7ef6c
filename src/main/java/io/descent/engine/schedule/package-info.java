/** The learning rate over the epochs. */
@NullMarked
package io.descent.engine.schedule;

import org.jspecify.annotations.NullMarked;
