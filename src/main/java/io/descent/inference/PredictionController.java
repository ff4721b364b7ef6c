package io.descent.inference;

import io.descent.security.ByName;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.JsonTokens;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
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

/** Answers instances that come as JSON. */
@RestController
@Tag(name = "Predictions")
class PredictionController {

  private final Predictions predictions;
  private final AnswerForm form;

  PredictionController(Predictions predictions, AnswerForm form) {
    this.predictions = predictions;
    this.form = form;
  }

  @Operation(operationId = "predict", summary = "Answer raw rows or images by a model")
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(ref = "#/components/schemas/Predictions")),
        @Content(
            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
            schema =
                @Schema(
                    type = "string",
                    description =
                        "of the rows of a stored data set, as they come: a line for each, with its"
                            + " number as row and what a prediction holds"))
      })
  @TakesJson("PredictionRequest")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.INFER)
  @ByName
  @PostMapping(
      path = "/api/v1/models/{id}/predictions",
      produces = {
        MediaType.APPLICATION_JSON_VALUE,
        AnswerForm.CSV,
        MediaType.APPLICATION_NDJSON_VALUE
      })
  void predict(
      Owner owner,
      @PathVariable UUID id,
      JsonTokens instances,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    ServedModel model = predictions.model(owner, id, instances.memory());
    Predictions.Asked asked = predictions.answer(owner, model, instances);
    if (asked.stored().isEmpty()) {
      form.write(model, asked.answers(), request, response);
    } else {
      predictions.answer(
          owner, model, instances.memory(), asked, form.stream(model, request, response));
      response.flushBuffer();
    }
  }
}
