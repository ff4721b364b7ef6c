package io.descent.inference;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers as JSON or as CSV, straight to the client: those to many rows are large. */
@Component
final class AnswerForm {

  static final String CSV = "text/csv";
  private static final MediaType TEXT_CSV = MediaType.parseMediaType(CSV);

  private final JsonMapper json;

  AnswerForm(JsonMapper json) {
    this.json = json;
  }

  /** As the client's rows came, unless it would rather have the other form. */
  void write(
      ServedModel model, Answers outputs, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (isCsv(request)) {
      response.setContentType(CSV + ";charset=UTF-8");
      Writer csv = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
      new CsvAnswers(model).write(outputs, csv);
      csv.flush();
    } else {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      try (JsonGenerator generator = json.createGenerator(response.getOutputStream())) {
        new PredictionWriter(model, generator).write(outputs);
      }
    }
  }

  /** Writes the answers to the rows of a stored data set as they come, a line each. */
  StoredAnswers.Blocks stream(
      ServedModel model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean csv = isCsv(request);
    response.setContentType((csv ? CSV : MediaType.APPLICATION_NDJSON_VALUE) + ";charset=UTF-8");
    Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    CsvAnswers lines = new CsvAnswers(model);
    return (first, answers) -> {
      if (csv) {
        lines.writeBlock(answers, first == 0, out);
      } else {
        writeLines(model, first, answers, out);
      }
      out.flush();
    };
  }

  private void writeLines(ServedModel model, int first, Answers answers, Writer out)
      throws IOException {
    StringWriter lines = new StringWriter();
    answers.forEach(
        (row, values, at, predicted) -> {
          try (JsonGenerator line = json.createGenerator(lines)) {
            String remark = answers.remarks().of(row);
            new PredictionWriter(model, line).writeLine(first + row, values, at, predicted, remark);
          }
          lines.append('\n');
        });
    out.append(lines.getBuffer());
  }

  private static boolean isCsv(HttpServletRequest request) {
    List<MediaType> accepted =
        MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
    MimeTypeUtils.sortBySpecificity(accepted);
    for (MediaType type : accepted) {
      boolean csv = type.includes(TEXT_CSV);
      if (csv != type.includes(MediaType.APPLICATION_JSON)) {
        return csv;
      }
      if (csv) {
        break;
      }
    }
    return TEXT_CSV.includes(MediaType.parseMediaType(request.getContentType()));
  }
}
