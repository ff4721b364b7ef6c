package io.descent.inference;

import io.descent.security.Owner;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.SteadyBodies;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Answers rows of a table that come as CSV. */
@RestController
@Tag(name = "Predictions")
class CsvPredictionController {

  private static final String CSV = "text/csv";
  private static final MediaType TEXT_CSV = MediaType.parseMediaType(CSV);

  private final Predictions predictions;
  private final SteadyBodies bodies;
  private final JsonMapper json;

  CsvPredictionController(Predictions predictions, SteadyBodies bodies, JsonMapper json) {
    this.predictions = predictions;
    this.bodies = bodies;
    this.json = json;
  }

  /**
   * The same operation with another form of body. Answered in CSV unless the client would rather
   * have JSON.
   */
  @PostMapping(
      path = "/api/v1/models/{id}/predictions",
      consumes = CSV,
      produces = {CSV, MediaType.APPLICATION_JSON_VALUE})
  @Operation(
      operationId = "predict",
      summary = "Answer raw rows or images by a model",
      requestBody =
          @RequestBody(
              required = true,
              content = @Content(mediaType = CSV, schema = @Schema(type = "string"))))
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
  @Refusals({
    ProblemKind.TOO_LARGE,
    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
    ProblemKind.INVALID_FILE,
    ProblemKind.UPLOAD_TIMEOUT
  })
  void predict(
      Owner owner, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ServedModel model = predictions.model(owner, id);
    Outputs outputs = predictions.answer(model, bodies.open(request));
    if (prefersJson(request)) {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      try (JsonGenerator generator = json.createGenerator(response.getOutputStream())) {
        new PredictionWriter(model, generator).write(outputs);
      }
    } else {
      response.setContentType(CSV + ";charset=UTF-8");
      Writer csv = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
      new CsvAnswers(model).write(outputs, csv);
      csv.flush();
    }
  }

  private static boolean prefersJson(HttpServletRequest request) {
    List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
    MimeTypeUtils.sortBySpecificity(accepted);
    return accepted.stream()
        .filter(it -> it.includes(MediaType.APPLICATION_JSON) || it.includes(TEXT_CSV))
        .findFirst()
        .filter(it -> !it.includes(TEXT_CSV))
        .isPresent();
  }
}
