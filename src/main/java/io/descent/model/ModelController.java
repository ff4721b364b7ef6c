package io.descent.model;

import io.descent.dataset.Datasets;
import io.descent.security.ByName;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.storage.LabelPatch;
import io.descent.web.AnswerExecutor;
import io.descent.web.ConditionalGet;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.Refusals;
import io.descent.web.RequestMemory;
import io.descent.web.TagFilter;
import io.descent.web.Tagged;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows models and their cards, measures them on other data, and deletes them. */
@RestController
@Tag(name = "Models")
@RequestMapping(path = "/api/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
class ModelController {

  private static final String MARKDOWN = "text/markdown";
  private static final String CARD = "What one needs to trust a model or make it again";

  private final ModelStore models;
  private final ModelEvaluation evaluations;
  private final EvaluationStore kept;
  private final Datasets datasets;
  private final AnswerExecutor answers;
  private final Limits limits;
  private final Tagged tagged;

  ModelController(
      ModelStore models,
      ModelEvaluation evaluations,
      EvaluationStore kept,
      Datasets datasets,
      AnswerExecutor answers,
      Limits limits,
      Tagged tagged) {
    this.models = models;
    this.evaluations = evaluations;
    this.kept = kept;
    this.datasets = datasets;
    this.answers = answers;
    this.limits = limits;
    this.tagged = tagged;
  }

  @Operation(operationId = "listModels", summary = "Models, newest first unless sorted otherwise")
  @RequiresScope(Scope.READ)
  @GetMapping
  Page<ModelView> list(
      Owner owner,
      PageRequest page,
      @ByName("jobs")
          @Parameter(description = "Id of a job, or its name: then the newest of that name")
          @RequestParam("job_id")
          Optional<UUID> jobId,
      @ByName("datasets")
          @Parameter(description = "Id of a data set, or its name: then the newest of that name")
          @RequestParam("dataset_id")
          Optional<UUID> datasetId,
      @RequestParam Optional<String> name,
      TagFilter tags,
      @Parameter(
              description =
                  "created_at, name, best.validation_loss, best.validation_accuracy,"
                      + " best.validation_r2 (all of the model itself), lr, batch_size, epochs or"
                      + " seed; - before it for descending; models without a value come last")
          @RequestParam
          Optional<String> sort) {
    ModelFilter filter = new ModelFilter(jobId, datasetId, name, tags, ModelFilter.sort(sort));
    return models.list(owner, filter, page);
  }

  @Operation(operationId = "getModel", summary = "One model with its metrics")
  @ConditionalGet
  @RequiresScope(Scope.READ)
  @GetMapping("/{id}")
  ResponseEntity<ModelView> get(Owner owner, @PathVariable UUID id) {
    return tagged.json(models.view(owner, id));
  }

  @Operation(operationId = "getCard", summary = CARD)
  @RequiresScope(Scope.READ)
  @GetMapping("/{id}/card")
  ModelCard card(Owner owner, @PathVariable UUID id) {
    return ModelCard.of(
        models.get(owner, id),
        models.aliases(owner, id),
        models.requiredEncoding(owner, id),
        kept.forCard(owner, id));
  }

  @Operation(operationId = "getCard", summary = CARD)
  @RequiresScope(Scope.READ)
  @GetMapping(path = "/{id}/card", produces = MARKDOWN)
  ResponseEntity<String> markdown(Owner owner, @PathVariable UUID id) {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.parseMediaType(MARKDOWN), StandardCharsets.UTF_8))
        .body(CardMarkdown.of(card(owner, id), dataset -> datasets.find(owner, dataset)));
  }

  @Operation(
      operationId = "evaluateModel",
      summary = "Measure a model on another data set of the same columns",
      description =
          "Columns are found by name, categories and classes by word. At most as many rows as"
              + " GET /api/v1/limits says.")
  @ApiResponse(
      responseCode = "201",
      description = "The evaluation, which is kept",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(ref = "#/components/schemas/Evaluation")))
  @TakesJson("EvaluationRequest")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.TRAIN)
  @ByName
  @PostMapping("/{id}/evaluations")
  ResponseEntity<JsonNode> evaluate(
      Owner owner,
      @PathVariable UUID id,
      IdempotencyKey key,
      JsonBody body,
      RequestMemory.Taken memory)
      throws IOException {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Optional<UUID> dataset =
        fields.requiredReference("dataset", name -> datasets.newest(owner, name));
    OptionalDouble threshold = fields.optionalDouble("threshold", Threshold.RANGE);
    fields.done();
    problems.throwIfAny();
    UUID other = dataset.orElseThrow();
    ObjectNode stored =
        kept.once(
            owner,
            id,
            key,
            body.sha256(),
            () ->
                answers.compute(
                    owner.name(),
                    limits.answer(),
                    look -> evaluations.measure(owner, id, other, threshold, memory, look)));
    String self = "/api/v1/models/" + id + "/evaluations/" + stored.get("id").stringValue();
    return ResponseEntity.created(URI.create(self)).body(stored);
  }

  @Operation(
      operationId = "listEvaluations",
      summary = "What a model was measured to be on other data, newest first")
  @RequiresScope(Scope.READ)
  @GetMapping("/{id}/evaluations")
  Page<JsonNode> evaluations(Owner owner, @PathVariable UUID id, PageRequest page) {
    return kept.list(owner, id, page);
  }

  @Operation(operationId = "getEvaluation", summary = "One evaluation of a model")
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(ref = "#/components/schemas/Evaluation")))
  @RequiresScope(Scope.READ)
  @GetMapping("/{id}/evaluations/{evaluation}")
  JsonNode evaluation(Owner owner, @PathVariable UUID id, @PathVariable UUID evaluation) {
    return kept.get(owner, id, evaluation);
  }

  @Operation(
      operationId = "changeModel",
      summary = "Change a model's name, tags, description or threshold",
      description =
          "JSON merge patch: null takes a tag, all tags or the description away; threshold null"
              + " gives back the likelier class. Under another name it is that name's next"
              + " version.")
  @TakesJson("ModelPatch")
  @RequiresScope(Scope.TRAIN)
  @PatchMapping("/{id}")
  ModelView change(Owner owner, @PathVariable UUID id, JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    LabelPatch labels = LabelPatch.read(fields);
    boolean given = fields.has("threshold");
    fields.nullable("threshold");
    OptionalDouble threshold = fields.optionalDouble("threshold", Threshold.RANGE);
    fields.done();
    problems.throwIfAny();
    if (threshold.isPresent()) {
      Threshold.require(models.get(owner, id).hasThreshold());
    }
    if (!labels.isEmpty()) {
      models.label(owner, id, labels);
    }
    if (given) {
      models.answerFrom(owner, id, threshold.isPresent() ? threshold.getAsDouble() : null);
    }
    return models.view(owner, id);
  }

  @Operation(operationId = "deleteModel", summary = "Delete a model and its weights")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Owner owner, @PathVariable UUID id) {
    models.delete(owner, id);
  }
}
