package io.descent.inference;

import io.descent.dataset.ColumnReading;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Puts tensors of one column each together to rows of numbers, in which a category is its index and
 * NaN is missing. A column without a tensor is missing, the target's is passed over.
 */
final class ColumnTensors {

  private final TableForm form;
  private final int rows;
  private final Remarks remarks;
  private final double[] values;

  ColumnTensors(TableForm form, int rows, Remarks remarks) {
    this.form = form;
    this.rows = rows;
    this.remarks = remarks;
    this.values = new double[Math.multiplyExact(rows, form.size())];
    Arrays.fill(values, Double.NaN);
  }

  /** Rows × columns. */
  double[] values() {
    return values;
  }

  /** The column of a tensor; −1 where it is passed over. */
  int column(InputTensor tensor) {
    int column = form.column(tensor.name());
    if (column < 0 && !form.isIgnored(tensor.name())) {
      throw wrong(
          tensor.pointer() + "/name",
          "the model has no column " + tensor.name() + Spelling.hint(tensor.name(), form.names()));
    }
    return column;
  }

  void numbers(int column, InputTensor tensor, double[] numbers) {
    if (tensor.type().filter(TensorType.BOOL::equals).isPresent()) {
      booleans(column, tensor, numbers);
      return;
    }
    for (int row = 0; row < rows; row++) {
      double value = numbers[row];
      if (form.isNumeric(column) || Double.isNaN(value)) {
        put(row, column, value);
      } else {
        String word = value == Math.rint(value) ? Long.toString((long) value) : "" + value;
        category(row, column, word, tensor);
      }
    }
  }

  private void booleans(int column, InputTensor tensor, double[] truths) {
    if (form.isNumeric(column)) {
      throw wrong(tensor.pointer() + "/datatype", form.wanted(column) + ", is BOOL");
    }
    for (int row = 0; row < rows; row++) {
      if (!Double.isNaN(truths[row])) {
        boolean truth = truths[row] == 1;
        choose(row, column, form.category(column, truth), Boolean.toString(truth), tensor);
      }
    }
  }

  void texts(int column, InputTensor tensor, List<String> texts) {
    for (int row = 0; row < rows; row++) {
      char[] text = texts.get(row).toCharArray();
      if (form.isMissing(column, text, 0, text.length)) {
        continue;
      }
      if (form.isNumeric(column)) {
        put(row, column, number(row, column, text, tensor));
      } else {
        category(row, column, ColumnReading.category(text, 0, text.length), tensor);
      }
    }
  }

  private double number(int row, int column, char[] text, InputTensor tensor) {
    double value = form.reading(column).parse(text, 0, text.length);
    if (Double.isNaN(value) || Math.abs(value) > ColumnReading.LARGEST) {
      throw wrong(
          at(tensor, row), form.wanted(column) + ", is " + Spelling.quoted(new String(text)));
    }
    return value;
  }

  private void category(int row, int column, String word, InputTensor tensor) {
    choose(row, column, form.category(column, word), word, tensor);
  }

  private void choose(int row, int column, int index, String word, InputTensor tensor) {
    if (index >= 0) {
      put(row, column, index);
    } else {
      remarks.unseen(form.names().get(column), word, at(tensor, row));
    }
  }

  private void put(int row, int column, double value) {
    values[row * form.size() + column] = value;
  }

  private static String at(InputTensor tensor, int row) {
    return tensor.pointer() + "/data/" + row;
  }

  /** Texts of a JSON array, flat or one in each row; null is missing. */
  List<String> texts(InputTensor tensor, JsonNode data) {
    if (!data.isArray() || data.size() != rows) {
      throw wrong(tensor.pointer() + "/data", "must hold " + rows + " texts");
    }
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      JsonNode element = data.get(row);
      JsonNode text = element.isArray() && element.size() == 1 ? element.get(0) : element;
      if (text.isBoolean() || text.isString() || text.isNull() || text.isNumber()) {
        texts.add(text.isNull() ? "" : text.asString());
      } else {
        throw wrong(at(tensor, row), "must be text, is " + Spelling.kind(text));
      }
    }
    return texts;
  }

  /** Texts of bytes, each behind its length in four. */
  List<String> texts(InputTensor tensor, byte[] data) {
    ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int length = bytes.remaining() >= Integer.BYTES ? bytes.getInt() : -1;
      if (length < 0 || length > bytes.remaining()) {
        throw wrong(
            tensor.pointer() + "/parameters/binary_data_size",
            "the texts end within number " + row + " of " + rows);
      }
      byte[] text = new byte[length];
      bytes.get(text);
      texts.add(new String(text, StandardCharsets.UTF_8));
    }
    if (bytes.hasRemaining()) {
      throw wrong(
          tensor.pointer() + "/parameters/binary_data_size",
          "there are more bytes than those of " + rows + " texts");
    }
    return texts;
  }

  static ProblemException wrong(String where, String what) {
    return ProblemException.of(ProblemKind.UNREADABLE, where + ": " + what);
  }
}
