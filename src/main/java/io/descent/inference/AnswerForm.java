package io.descent.inference;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
      ServedModel model, Outputs outputs, HttpServletRequest request, HttpServletResponse response)
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

  private static boolean isCsv(HttpServletRequest request) {
    List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
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
