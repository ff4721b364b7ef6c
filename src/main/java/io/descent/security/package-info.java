/** Who owns what, and which hosts and origins may call. */
@NullMarked
package io.descent.security;

import org.jspecify.annotations.NullMarked;
