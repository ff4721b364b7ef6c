package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.descent.dataset.ArrayIntake.LabelReader;
import io.descent.dataset.ArrayIntake.Pair;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Arrays of rows and labels, given as the lines of a CSV file, which all else knows how to read.
 */
final class ArrayTable {

  /** The most values of an array that is turned from columns to rows. */
  private static final int TURNED = 1 << 23;

  private final List<Pair> pairs;
  private final Limits limits;
  private int pair = -1;
  private int row;
  private double[] values = {};
  private double[] turned = {};
  private InputStream opened = InputStream.nullInputStream();
  private InputStream openedLabels = InputStream.nullInputStream();
  private NumberArray array = NumberArray.NONE;
  private NumberArray labels = NumberArray.NONE;
  private LabelReader classes = new LabelReader(NumberArray.NONE);

  ArrayTable(List<Pair> pairs, Limits limits) {
    this.pairs = pairs;
    this.limits = limits;
  }

  InputStream csv() throws IOException {
    next();
    StringBuilder header = new StringBuilder();
    for (int i = 1; i <= values.length; i++) {
      header.append("column_").append(i).append(',');
    }
    header.append(pairs.size() > 1 ? "split,label\n" : "label\n");
    return new LineStream(header.toString(), this::line) {
      @Override
      public void close() throws IOException {
        opened.close();
        openedLabels.close();
      }
    };
  }

  private void next() throws IOException {
    pair++;
    row = 0;
    opened = new BufferedInputStream(pairs.get(pair).values().open(), 1 << 16);
    openedLabels = new BufferedInputStream(pairs.get(pair).labels().open(), 1 << 16);
    array = NumberArray.open(opened, "values");
    labels = NumberArray.open(openedLabels, "labels");
    check();
    values = new double[Math.toIntExact(array.rowSize())];
    classes = new LabelReader(labels);
    turned = array.isColumnMajor() ? turned() : new double[0];
  }

  private void check() {
    if (array.shape().length != 2 || array.type().isText()) {
      throw array.wrong("numbers in rows and columns");
    }
    if (array.rows() != labels.rows()) {
      throw FileProblems.of(
          null, null, "there are %d rows, but %d labels".formatted(array.rows(), labels.rows()));
    }
    if (pair > 0 && array.rowSize() != values.length) {
      throw FileProblems.of(
          null,
          null,
          "the arrays of the parts differ in their columns: %d and %d"
              .formatted(values.length, array.rowSize()));
    }
    if (array.rowSize() >= limits.columns()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, "the values have more than " + limits.columns() + " columns");
    }
  }

  private double[] turned() throws IOException {
    long size = array.rows() * array.rowSize();
    if (size > TURNED) {
      throw array.problem("are column-major; save numpy.ascontiguousarray of them");
    }
    double[] columns = new double[(int) size];
    array.read(columns, columns.length);
    return columns;
  }

  /** The next line as bytes; none at the end. */
  private byte[] line() throws IOException {
    if (row == array.rows()) {
      array.checkEnd();
      labels.checkEnd();
      if (pair + 1 == pairs.size()) {
        return new byte[0];
      }
      next();
    }
    if (turned.length > 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] = turned[i * array.rows() + row];
      }
    } else {
      array.read(values, values.length);
    }
    row++;
    return text().getBytes(UTF_8);
  }

  private String text() throws IOException {
    StringBuilder line = new StringBuilder();
    for (double value : values) {
      line.append(Double.isNaN(value) ? "" : TargetClasses.label(value)).append(',');
    }
    if (pairs.size() > 1) {
      line.append(pairs.get(pair).part()).append(',');
    }
    return line.append('"').append(classes.next().replace("\"", "\"\"")).append("\"\n").toString();
  }
}
