package io.descent.engine;

/**
 * One parameter or running statistic of a network, in the order a client sees: affine W (in, out),
 * conv2d W (out, in, height, width).
 *
 * @param name layer index and letter, such as {@code 0.W}, {@code 1.running_mean}
 * @param trainable a parameter, else state
 */
public record NamedTensor(String name, Shape shape, float[] values, boolean trainable) {}
