package io.descent.model;

import io.descent.security.Owner;
import io.descent.web.ConditionalGet;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows and deletes models. */
@RestController
@Tag(name = "Models", description = "What jobs have learnt")
@RequestMapping(path = "/api/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
class ModelController {

  private final ModelStore models;

  ModelController(ModelStore models) {
    this.models = models;
  }

  @Operation(operationId = "listModels", summary = "Models, newest first")
  @GetMapping
  Page<ModelView> list(
      Owner owner,
      PageRequest page,
      @RequestParam("job_id") Optional<UUID> jobId,
      @RequestParam("dataset_id") Optional<UUID> datasetId,
      @RequestParam Optional<String> name) {
    return models.list(owner, new ModelFilter(jobId, datasetId, name), page);
  }

  /** A model never changes, so its id is its tag. */
  @Operation(operationId = "getModel", summary = "One model with its metrics")
  @ConditionalGet
  @GetMapping("/{id}")
  ResponseEntity<ModelView> get(Owner owner, @PathVariable UUID id) {
    return ResponseEntity.ok().eTag(id.toString()).body(ModelView.of(models.get(owner, id)));
  }

  @Operation(operationId = "deleteModel", summary = "Delete a model and its weights")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Owner owner, @PathVariable UUID id) {
    models.delete(owner, id);
  }
}
