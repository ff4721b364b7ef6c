/**
 * Neural networks in plain Java: specifications, a step-wise trainer, evaluation, prediction, and
 * one step made visible. No clock, database or JSON, and no thread but the helpers of a training,
 * which change no bit ({@link io.descent.engine.kernel.Team}); knows nothing of the packages above
 * it. The specifications are records; {@code Assembly} turns them into layers, losses, optimizers
 * and schedules, in one exhaustive switch each.
 *
 * <h2>The bits contract</h2>
 *
 * <p>The same model, plan, data and seed give the same bits, on any machine, with any kernels, any
 * width of lanes, interpreted or compiled, straight through or resumed. It holds because the order
 * of every sum and the form of every expression are part of the contract:
 *
 * <ul>
 *   <li><b>Products.</b> An output element is a sum over k. k is cut into blocks of 1 024, the last
 *       one shorter. A block's value starts at +0 and is one chain {@code acc = fma(a, b, acc)} in
 *       ascending k. Block values are added in ascending order, and {@code + 0f} comes last, so
 *       that −0 never leaves a product. While all numbers are finite, terms that are zero by
 *       padding may be skipped or taken along. A bias is added after. Kernels, lanes, tiles and
 *       threads may split the outputs between them, never a sum.
 *   <li><b>The order of k.</b> Dense layers: ascending input, in the order clients see; a map is
 *       flattened to it as (channel, height, width). Convolution forward: (ky, kx, input channel);
 *       its weight gradient: (sample, oy, ox); its input gradient: (ky, kx, output channel). Taps
 *       outside of the map keep their place in k and add nothing.
 *   <li><b>Sums per column or channel</b> (bias gradients, the mean, variance and gradients of
 *       batch normalization): over rows (sample, y, x) ascending, in float, in blocks of 1 024 as
 *       above; the variance in a second pass over differences from the mean.
 *   <li><b>Pooling.</b> The first of equal maxima by (ky, kx) wins. Gradients are added to a
 *       cleared map by (sample, oy, ox) ascending.
 *   <li><b>The gradient norm</b>: squares in double, value i of each parameter, in the order
 *       clients see, added to partial sum i mod 64; then the 64 partial sums in ascending order.
 *   <li><b>Softmax and losses.</b> The row's maximum by {@code Math.max}, an exponential of our
 *       own, the sum over classes ascending in float; E = log(sum) + max − y of the class, in
 *       double by StrictMath, never the logarithm of a probability unless the outputs are
 *       probabilities. Losses of a batch and of an epoch are added in double in row order and
 *       divided once. Back through a softmax layer, Σ dy y of a row is added in double, classes
 *       ascending, and rounded once.
 *   <li><b>Elementwise.</b> Each expression is written once, with its parentheses and fused
 *       multiply-adds, in the interfaces of {@code kernel}. Division and square root are correctly
 *       rounded and allowed, estimates are not. exp, tanh, the logistic function and erf are
 *       polynomials of our own, the same list of operations for a scalar and for a lane. Rates and
 *       corrections are computed in double and rounded to float once a step. {@code Math}'s own
 *       exp, log, pow, tanh, sin and cos are never used: their bits differ between machines.
 *   <li><b>Noise</b> has no state: each number is an integer mix of (seed, purpose, layer, step)
 *       and an index. Dropout's index counts the values of a batch as they are stored, channels
 *       last, padding left out; a value stays where the upper 24 bits are at least rate · 2²⁴.
 *       Weights are normal by Box and Muller in double with StrictMath. The order of an epoch is
 *       the shuffle by Fisher and Yates of 0, 1, 2, … by (seed, epoch); a split likewise, per class
 *       in class order.
 *   <li><b>Not covered</b>: which NaN a NaN is, and what padding holds. The first batch whose loss
 *       is not finite ends a training before anything of it is kept.
 * </ul>
 */
@NullMarked
package io.descent.engine;

import org.jspecify.annotations.NullMarked;
