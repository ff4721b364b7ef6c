package io.descent.inference;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestBodies;
import io.descent.web.RequestMemory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers rows of a table that come as CSV. */
@RestController
@Tag(name = "Predictions")
class CsvPredictionController {

  private final Predictions predictions;
  private final RequestBodies bodies;
  private final AnswerForm form;
  private final RequestMemory memory;

  CsvPredictionController(
      Predictions predictions, RequestBodies bodies, AnswerForm form, RequestMemory memory) {
    this.memory = memory;
    this.predictions = predictions;
    this.bodies = bodies;
    this.form = form;
  }

  /** The same operation with another form of body. */
  @RequiresScope(Scope.INFER)
  @PostMapping(
      path = "/api/v1/models/{id}/predictions",
      consumes = AnswerForm.CSV,
      produces = {AnswerForm.CSV, MediaType.APPLICATION_JSON_VALUE})
  @Operation(
      operationId = "predict",
      summary = "Answer raw rows or images by a model",
      requestBody =
          @RequestBody(
              required = true,
              content = @Content(mediaType = AnswerForm.CSV, schema = @Schema(type = "string"))))
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(mediaType = AnswerForm.CSV, schema = @Schema(type = "string")))
  @Refusals({
    ProblemKind.TOO_LARGE,
    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
    ProblemKind.INVALID_FILE,
    ProblemKind.UPLOAD_TIMEOUT,
    ProblemKind.TOO_MANY
  })
  void predict(
      Owner owner, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestMemory.Taken taken = memory.of(request);
    ServedModel model = predictions.model(owner, id, taken);
    form.write(
        model, predictions.answer(owner, model, taken, bodies.open(request)), request, response);
  }
}
