package io.descent.inference;

import io.descent.dataset.ColumnReading;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads rows of a table: arrays in column order, or objects by column name. */
final class TableInstances implements InstanceForm {

  /** Columns that a refusal names. */
  private static final int SHOWN = 5;

  private final TableForm form;
  private final TableForm.Row row;
  private final Remarks remarks;
  private final Passthrough passthrough;

  TableInstances(TableForm form) {
    this(form, new Remarks(), Passthrough.none());
  }

  TableInstances(TableForm form, Remarks remarks, Passthrough passthrough) {
    this.form = form;
    this.row = form.row();
    this.remarks = remarks;
    this.passthrough = passthrough;
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
    remarks.nextRow();
    passthrough.endRow();
  }

  private void readArray(JsonParser parser, Problems problems) {
    int column = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (column < form.size()) {
        keep(parser, form.names().get(column), true);
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
    boolean none = true;
    String pointer = InstanceForm.pointer(parser);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      int column = form.column(name);
      none &= column < 0;
      keep(parser, name, column >= 0);
      if (column >= 0) {
        readValue(parser, column, problems);
      } else {
        readOther(parser, name);
      }
    }
    if (none) {
      String some = form.names().stream().limit(SHOWN).collect(Collectors.joining(", "));
      problems.invalid(pointer, "names none of the model's columns, such as " + some);
    }
  }

  private void keep(JsonParser parser, String name, boolean ofModel) {
    if (passthrough.wants(name, ofModel)) {
      scalar(parser).ifPresent(value -> passthrough.keep(name, value));
    }
  }

  private static Optional<JsonNode> scalar(JsonParser parser) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case VALUE_STRING -> Optional.of(json.stringNode(parser.getString()));
      case VALUE_TRUE -> Optional.of(json.booleanNode(true));
      case VALUE_FALSE -> Optional.of(json.booleanNode(false));
      case VALUE_NUMBER_INT -> Optional.of(json.numberNode(parser.getBigIntegerValue()));
      case VALUE_NUMBER_FLOAT -> Optional.of(json.numberNode(parser.getDoubleValue()));
      default -> Optional.empty();
    };
  }

  private void readOther(JsonParser parser, String name) {
    if (!form.isIgnored(name) && !passthrough.names().contains(name)) {
      remarks.unknown(name);
    }
    parser.skipChildren();
  }

  private void readValue(JsonParser parser, int column, Problems problems) {
    switch (parser.currentToken()) {
      case VALUE_NULL -> {}
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser, column, problems);
      case VALUE_STRING -> readText(parser, column, problems);
      case VALUE_TRUE, VALUE_FALSE -> readBoolean(parser, column, problems);
      default -> {
        String wanted = form.isNumeric(column) ? "a number" : "text";
        problems.unreadable(
            InstanceForm.pointer(parser),
            "must be " + wanted + ", is " + InstanceForm.kind(parser));
        parser.skipChildren();
      }
    }
  }

  private void readBoolean(JsonParser parser, int column, Problems problems) {
    if (form.isNumeric(column)) {
      String detail = "must be a number, is " + InstanceForm.kind(parser);
      problems.unreadable(InstanceForm.pointer(parser), detail);
      return;
    }
    boolean value = parser.currentToken() == JsonToken.VALUE_TRUE;
    choose(column, form.category(column, value), Boolean.toString(value), parser);
  }

  private void readNumber(JsonParser parser, int column, Problems problems) {
    if (form.isNumeric(column)) {
      number(column, parser.getDoubleValue(), parser, problems);
    } else {
      category(column, parser.getString(), parser);
    }
  }

  private void category(int column, String text, JsonParser parser) {
    String word = ColumnReading.category(text.toCharArray(), 0, text.length());
    choose(column, form.category(column, word), text, parser);
  }

  private void choose(int column, int index, String said, JsonParser parser) {
    row.category(column, index);
    if (index < 0) {
      remarks.unseen(form.names().get(column), said, InstanceForm.pointer(parser));
    }
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
      category(column, text, parser);
      return;
    }
    double value = form.reading(column).parse(text);
    if (Double.isNaN(value)) {
      problems.unreadable(
          InstanceForm.pointer(parser), form.wanted(column) + ", is " + Spelling.quoted(text));
    } else {
      number(column, value, parser, problems);
    }
  }
}
