/** The layers: each a file, with its formula forward and its hand-written backward. */
@NullMarked
package io.descent.engine.layer;

import org.jspecify.annotations.NullMarked;
