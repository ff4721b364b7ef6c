package io.descent.inference;

import java.util.Optional;

/**
 * What a client of the protocol asks for.
 *
 * @param values rows of raw values, one behind the other; NaN is missing
 * @param binary whether the answer's tensor is to be bytes rather than JSON
 * @param remarks what is doubtful of the values
 * @param first of the tensors that came
 */
record InferRequest(
    Optional<String> id,
    int rows,
    double[] values,
    boolean binary,
    Remarks remarks,
    InputTensor first) {}
