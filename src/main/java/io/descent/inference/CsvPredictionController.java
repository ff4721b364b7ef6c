package io.descent.inference;

import io.descent.model.Threshold;
import io.descent.security.ByName;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.Refusals;
import io.descent.web.RequestBodies;
import io.descent.web.RequestMemory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
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
  @ByName
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
      Owner owner,
      @PathVariable UUID id,
      @RequestParam @Parameter(description = "Columns that are given back beside each answer")
          Optional<List<String>> passthrough,
      @RequestParam @Parameter(schema = @Schema(type = "number", minimum = "0", maximum = "1"))
          Optional<Double> threshold,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    RequestMemory.Taken taken = memory.of(request);
    ServedModel model = predictions.model(owner, id, taken);
    requireProbability(threshold);
    Answers answers =
        predictions.answer(
            owner,
            model,
            taken,
            new Predictions.Table(
                bodies.open(request),
                charset(request),
                passthrough.orElse(List.of()),
                threshold.map(OptionalDouble::of).orElseGet(OptionalDouble::empty)));
    form.write(model, answers, request, response);
  }

  private static Optional<Charset> charset(HttpServletRequest request) {
    return Optional.ofNullable(request.getContentType())
        .map(MediaType::parseMediaType)
        .map(MediaType::getCharset);
  }

  private static void requireProbability(Optional<Double> threshold) {
    Problems problems = new Problems();
    if (threshold.filter(it -> !Threshold.RANGE.contains(it)).isPresent()) {
      problems.unreadable("threshold", "must be " + Threshold.RANGE);
    }
    problems.throwIfAny();
  }
}
