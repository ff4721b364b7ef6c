/** A finished network with its provenance and its measured quality. */
@NullMarked
package io.descent.model;

import org.jspecify.annotations.NullMarked;
