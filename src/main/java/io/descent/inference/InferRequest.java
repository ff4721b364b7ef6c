package io.descent.inference;

import java.util.Optional;

/**
 * What a client of the protocol asks for.
 *
 * @param values rows of raw values, one behind the other; all finite
 * @param binary whether the answer's tensor is to be bytes rather than JSON
 */
record InferRequest(Optional<String> id, int rows, double[] values, boolean binary) {}
