package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.AnswerExecutor;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestMemory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pictures of data sets over HTTP; each reads all rows. */
@RestController
@Tag(name = "Data sets")
@RequestMapping(path = "/api/v1/datasets/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class PictureController {

  private final Datasets datasets;
  private final DatasetPictures pictures;
  private final AnswerExecutor answers;
  private final Limits limits;

  PictureController(
      Datasets datasets, DatasetPictures pictures, AnswerExecutor answers, Limits limits) {
    this.datasets = datasets;
    this.pictures = pictures;
    this.answers = answers;
    this.limits = limits;
  }

  @Operation(
      operationId = "getDatasetColumn",
      summary = "How a column's values lie: 30 bins, or its categories, by class")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.READ)
  @GetMapping("/columns")
  DatasetPictures.ColumnPicture column(
      Owner owner, @PathVariable UUID id, @RequestParam String name) throws IOException {
    Datasets.Facts facts = facts(owner, id);
    return answers.compute(
        owner.name(), limits.answer(), look -> pictures.column(facts, name, look));
  }

  @Operation(
      operationId = "getDatasetProjection",
      summary = "Up to 2 000 rows, standardized, on their first two principal components")
  @Refusals({ProblemKind.INVALID, ProblemKind.TOO_MANY})
  @RequiresScope(Scope.READ)
  @GetMapping("/projection")
  DatasetPictures.Projection projection(
      Owner owner, @PathVariable UUID id, RequestMemory.Taken memory) throws IOException {
    Datasets.Facts facts = facts(owner, id);
    return answers.compute(
        owner.name(), limits.answer(), look -> pictures.projection(facts, memory, look));
  }

  private Datasets.Facts facts(Owner owner, UUID id) {
    return datasets.find(owner, id).orElseThrow(() -> ProblemException.notFound("data set", id));
  }
}
