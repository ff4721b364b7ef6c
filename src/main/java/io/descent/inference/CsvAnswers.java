package io.descent.inference;

import io.descent.dataset.ColumnReading;
import io.descent.dataset.Encoding.TargetScale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes the answers to instances as CSV: the label and a number for each class, or the value. A
 * number that is not finite is an empty field.
 */
final class CsvAnswers {

  private static final int CHUNK = 1 << 15;

  private final ServedModel model;
  private final List<String> labels;
  private final StringBuilder text = new StringBuilder(2 * CHUNK);

  CsvAnswers(ServedModel model) {
    this.model = model;
    this.labels = model.classes().stream().map(CsvAnswers::field).toList();
  }

  void write(Answers answers, Writer out) throws IOException {
    header(answers, !answers.remarks().isEmpty());
    write(answers, !answers.remarks().isEmpty(), out);
  }

  /** Some of many rows, of which nobody knows yet whether there is something to say. */
  void writeBlock(Answers answers, boolean first, Writer out) throws IOException {
    if (first) {
      header(answers, true);
    }
    write(answers, true, out);
  }

  private void write(Answers answers, boolean warned, Writer out) throws IOException {
    try {
      answers.forEach(
          (row, values, at, predicted) -> {
            row(values, at, answers.outputs().width(), predicted);
            beside(answers, row, warned);
            flushFull(out);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    flush(out);
  }

  /** What is given back, and what there is to say. */
  private void beside(Answers answers, int row, boolean warned) {
    for (String name : answers.passthrough().names()) {
      text.append(',').append(field(answers.passthrough().value(row, name).asString("")));
    }
    if (warned) {
      text.append(',').append(field(answers.remarks().of(row)));
    }
    text.append("\r\n");
  }

  private void flushFull(Writer out) {
    if (text.length() > CHUNK) {
      try {
        flush(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void flush(Writer out) throws IOException {
    out.append(text);
    text.setLength(0);
  }

  private void header(Answers answers, boolean warned) {
    switch (model.answer()) {
      case VALUE -> text.append("value");
      case SCORES -> classes("scores.");
      case PROBABILITIES -> classes("probabilities.");
    }
    answers.passthrough().names().forEach(name -> text.append(',').append(field(name)));
    text.append(warned ? ",warning" : "").append("\r\n");
  }

  private void classes(String prefix) {
    text.append("label");
    model.classes().forEach(label -> text.append(',').append(field(prefix + label)));
  }

  private void row(float[] values, int at, int width, int predicted) {
    switch (model.answer()) {
      case VALUE -> value(values[at]);
      case PROBABILITIES, SCORES -> {
        text.append(areFinite(values, at, width) ? labels.get(predicted) : "");
        for (int i = at; i < at + width; i++) {
          number(values[i]);
        }
      }
    }
  }

  private static boolean areFinite(float[] values, int at, int width) {
    boolean finite = true;
    for (int i = at; i < at + width; i++) {
      finite &= Float.isFinite(values[i]);
    }
    return finite;
  }

  private void number(float value) {
    text.append(',');
    if (Float.isFinite(value)) {
      text.append(value);
    }
  }

  private void value(float output) {
    TargetScale target = model.model().encoding().target();
    double value = target.decode(output);
    if (Double.isFinite(value)) {
      text.append(value);
    }
  }

  /** Quoted where it must be; what a spreadsheet would take for a formula is made text. */
  private static String field(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    boolean number = !Double.isNaN(ColumnReading.PLAIN.parse(text));
    String safe = formula && !number ? "'" + text : text;
    boolean plain = safe.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
