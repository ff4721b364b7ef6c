package io.descent.inference;

import io.descent.dataset.ColumnReading;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads rows of a table: arrays in column order, or objects by column name. */
final class TableInstances implements InstanceForm {

  private final TableForm form;
  private final TableForm.Row row;

  TableInstances(TableForm form) {
    this.form = form;
    this.row = form.row();
  }

  @Override
  public void read(JsonParser parser, float[] into, int at, Problems problems) {
    row.clear();
    switch (parser.currentToken()) {
      case START_ARRAY -> readArray(parser, problems);
      case START_OBJECT -> readObject(parser, problems);
      default ->
          problems.unreadable(
              InstanceForm.pointer(parser),
              "must be a row of values or an object by column name, is "
                  + InstanceForm.kind(parser));
    }
    row.encode(into, at);
  }

  private void readArray(JsonParser parser, Problems problems) {
    int column = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (column < form.size()) {
        readValue(parser, column, problems);
      } else {
        parser.skipChildren();
      }
      column++;
    }
    if (column != form.size()) {
      problems.invalid(
          InstanceForm.pointer(parser),
          "has " + column + " values, but the model takes " + form.size() + " columns");
    }
  }

  private void readObject(JsonParser parser, Problems problems) {
    String name = parser.nextName();
    while (name != null) {
      parser.nextToken();
      int column = form.column(name);
      if (column >= 0) {
        readValue(parser, column, problems);
      } else {
        readOther(parser, name, problems);
      }
      name = parser.nextName();
    }
  }

  private void readOther(JsonParser parser, String name, Problems problems) {
    if (!form.isTarget(name) && !problems.full()) {
      String hint = Spelling.hint(name, form.names());
      problems.unreadable(InstanceForm.pointer(parser), "unknown column" + hint);
    }
    parser.skipChildren();
  }

  private void readValue(JsonParser parser, int column, Problems problems) {
    switch (parser.currentToken()) {
      case VALUE_NULL -> {}
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser, column, problems);
      case VALUE_STRING -> readText(parser, column, problems);
      default -> {
        String wanted = form.isNumeric(column) ? "a number" : "text";
        problems.unreadable(
            InstanceForm.pointer(parser),
            "must be " + wanted + ", is " + InstanceForm.kind(parser));
        parser.skipChildren();
      }
    }
  }

  private void readNumber(JsonParser parser, int column, Problems problems) {
    if (form.isNumeric(column)) {
      number(column, parser.getDoubleValue(), parser, problems);
    } else {
      category(column, parser.getString());
    }
  }

  private void category(int column, String text) {
    row.category(column, ColumnReading.category(text.toCharArray(), 0, text.length()));
  }

  private void number(int column, double value, JsonParser parser, Problems problems) {
    if (Math.abs(value) <= ColumnReading.LARGEST) {
      row.number(column, value);
    } else {
      problems.invalid(InstanceForm.pointer(parser), "is beyond ±3.4e38");
    }
  }

  private void readText(JsonParser parser, int column, Problems problems) {
    String text = parser.getString();
    if (form.isMissing(column, text.toCharArray(), 0, text.length())) {
      return;
    }
    if (!form.isNumeric(column)) {
      category(column, text);
      return;
    }
    double value = form.reading(column).parse(text);
    if (Double.isNaN(value)) {
      problems.unreadable(InstanceForm.pointer(parser), form.wanted(column) + ", is text");
    } else {
      number(column, value, parser, problems);
    }
  }
}
