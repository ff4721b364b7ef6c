/**
 * The JSON names of networks and training, checked into the engine's specifications; the only place
 * that knows them.
 */
@NullMarked
package io.descent.spec;

import org.jspecify.annotations.NullMarked;
