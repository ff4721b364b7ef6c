/** Bytes of images made floats, and unpacked. */
@NullMarked
package io.descent.engine.kernel.pixels;

import org.jspecify.annotations.NullMarked;
