/**
 * Parquet files, read by Hardwood: what a file claims is checked before memory is spent on it, then
 * its columns are decoded one after another to a file of their own, and read back row by row as
 * text. Knows nothing of data sets.
 */
@org.jspecify.annotations.NullMarked
package io.descent.dataset.parquet;
