package io.descent.model;

import io.descent.security.Owner;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Measures a model on other data. */
@RestController
@Tag(name = "Models")
class EvaluationController {

  private final ModelEvaluation evaluations;

  EvaluationController(ModelEvaluation evaluations) {
    this.evaluations = evaluations;
  }

  @Operation(
      operationId = "evaluateModel",
      summary = "Measure a model on another data set of the same columns",
      description =
          "Columns are found by name, categories and classes by word. At most as many rows as"
              + " GET /api/v1/limits says.")
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(ref = "#/components/schemas/Evaluation")))
  @TakesJson("EvaluationRequest")
  @PostMapping(
      path = "/api/v1/models/{id}/evaluations",
      produces = MediaType.APPLICATION_JSON_VALUE)
  ObjectNode evaluate(Owner owner, @PathVariable UUID id, JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Optional<UUID> dataset = fields.requiredId("dataset_id");
    fields.done();
    problems.throwIfAny();
    return evaluations.measure(owner, id, dataset.orElseThrow());
  }
}
