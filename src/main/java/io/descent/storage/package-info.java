/** Named bytes in small database rows, checksummed and streamed both ways. */
@NullMarked
package io.descent.storage;

import org.jspecify.annotations.NullMarked;
