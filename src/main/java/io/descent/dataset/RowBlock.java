package io.descent.dataset;

/**
 * Some hundred consecutive raw rows, by column; arrays may be longer than {@code rows} and are
 * reused.
 *
 * @param firstRow index of the first row
 * @param numeric one array a numeric column, in order; NaN is a missing number
 * @param categorical one array a categorical column, in order; an index into its categories, −1 is
 *     missing
 * @param pixels of images, rows × height × width, unsigned; else empty
 * @param labels class number of each row of a classification; else empty
 * @param values target of each row of a regression; else empty
 */
public record RowBlock(
    int firstRow,
    int rows,
    double[][] numeric,
    int[][] categorical,
    byte[] pixels,
    int[] labels,
    double[] values) {}
