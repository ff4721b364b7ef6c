/**
 * The inner loops, over plain arrays. This package says what each operation computes, to the bit;
 * the packages below it compute it, in plain loops and in lanes; layers, losses and optimizers see
 * this package only. It knows nothing above {@code engine.tensor}.
 *
 * <h2>Which file for which operation</h2>
 *
 * <table>
 * <caption>Groups of operations, which become ready in lanes as a whole</caption>
 * <tr><th>group</th><th>plain loops</th><th>lanes</th><th>what lanes rest on</th></tr>
 * <tr><td>{@link Products}</td><td>{@code products.PlainProducts}</td>
 *     <td>{@code products.VectorProducts}</td>
 *     <td>{@code written.Tiles}; with many zeros {@code SparseProducts}, which has {@code
 *     SparseTerms} look for what is not zero, and {@code written.SparseTiles}</td></tr>
 * <tr><td>{@link PixelProducts}</td><td>none: their floats are multiplied</td>
 *     <td>{@code products.VectorProducts}</td><td>{@code SparseProducts}</td></tr>
 * <tr><td>{@link Convolutions}</td><td>{@code convolution.PlainConvolutions}</td>
 *     <td>{@code convolution.VectorConvolutions}</td>
 *     <td>{@code written.Tiles} by way of {@code ConvolutionTables}</td></tr>
 * <tr><td>{@link Pooling}</td><td>{@code pooling.PlainPooling}</td>
 *     <td>{@code pooling.VectorPooling}</td><td></td></tr>
 * <tr><td>{@link Activations}</td><td>{@code elementwise.PlainActivations}</td>
 *     <td>{@code elementwise.VectorActivations}</td>
 *     <td>{@code ElementaryLanes}; the functions themselves are {@code Elementary}</td></tr>
 * <tr><td>{@link Rows}</td><td>{@code rows.PlainRows}</td><td>{@code rows.VectorRows}</td>
 *     <td>{@code ElementaryLanes}</td></tr>
 * <tr><td>{@link Pixels}</td><td>{@code pixels.PlainPixels}, {@link PackedPixels}</td>
 *     <td>{@code pixels.VectorPixels}</td><td></td></tr>
 * <tr><td>{@link Updates}</td><td>{@code elementwise.PlainUpdates}</td>
 *     <td>none: the compiler makes them of the plain loops</td><td></td></tr>
 * </table>
 *
 * <p>{@link Kernels} hands out the groups, each in lanes once its {@link KernelGroup} is ready, and
 * is the only place that chooses. {@code provider} makes both forms and runs each group's {@link
 * Exercise} in a fresh process until its lanes are compiled. Products and convolutions have a
 * control in the tests, three loops over scalars; of the other groups the plain loops are the
 * definition.
 *
 * <h2>How an operation is added</h2>
 *
 * <ol>
 *   <li>Into the interface of its group, as an exact expression, with the range of outputs it
 *       computes.
 *   <li>Into the plain form, value by value; a product or convolution into the control too.
 *   <li>Into the lanes, or there handed on to the plain form where the compiler does as well. Hot
 *       methods are small, species are {@code static final}, and vectors cross no method and lie in
 *       no field: else each becomes an object. A vector that a loop carries is an argument, never
 *       the one that is called.
 *   <li>Into the form of its group in {@code team}: by which outputs it is split, how many of them
 *       stay together, and what it costs.
 *   <li>As a case of {@code KernelBits}, in the tests, which compares all forms, whole and in
 *       parts.
 *   <li>As a step of its group's exercise, with every tail and branch. {@code WarmUpIT} fails where
 *       it does not come to be compiled, {@code EveryOperationTest} where a case or a step is
 *       missing.
 * </ol>
 *
 * <p>A new group takes an interface here, a constant in {@link KernelGroup}, a component of {@link
 * Kernels.Form}, its forms and its exercise in a package, and a line each in {@code KernelProvider}
 * and {@code WarmUp}.
 *
 * <h2>What is written by programs</h2>
 *
 * <p>{@code products.written} holds {@code Tiles} and {@code SparseTiles}, which {@code TileWriter}
 * and {@code SparseTileWriter} in the tests of the same package write: change those, run their
 * {@code main} from the project's folder, and format. {@code TilesTest} fails where they differ.
 */
@NullMarked
package io.descent.engine.kernel;

import org.jspecify.annotations.NullMarked;
