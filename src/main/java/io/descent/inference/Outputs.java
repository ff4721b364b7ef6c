package io.descent.inference;

import java.util.List;

/**
 * What a network says of some rows.
 *
 * @param width values of one row
 * @param batches rows × width each, what the loss says the raw outputs mean
 * @param predicted of each row the largest raw output, or whether the only one is above 0
 */
record Outputs(int rows, int width, List<float[]> batches, List<int[]> predicted) {}
