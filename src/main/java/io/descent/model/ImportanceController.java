package io.descent.model;

import io.descent.dataset.Datasets;
import io.descent.security.ByName;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.AnswerExecutor;
import io.descent.web.JsonWishes;
import io.descent.web.Limits;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestMemory;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Measures what the columns of a model are worth to it. */
@RestController
@Tag(name = "Models")
class ImportanceController {

  private final ModelImportance importance;
  private final Datasets datasets;
  private final AnswerExecutor answers;
  private final Limits limits;

  ImportanceController(
      ModelImportance importance, Datasets datasets, AnswerExecutor answers, Limits limits) {
    this.importance = importance;
    this.datasets = datasets;
    this.answers = answers;
    this.limits = limits;
  }

  @Operation(
      operationId = "measureImportance",
      summary = "Measure how much worse a model does when a column's values are permuted",
      description =
          "Of tables. By default on the rows that the model was tested on; the same seed gives the"
              + " same numbers everywhere. At most so many FLOPs as GET /api/v1/limits says, and so"
              + " many rows, else a sample of them.")
  @TakesJson("ImportanceRequest")
  @Refusals({ProblemKind.TOO_MANY, ProblemKind.TOO_LARGE})
  @RequiresScope(Scope.TRAIN)
  @ByName
  @PostMapping(path = "/api/v1/models/{id}/importance", produces = MediaType.APPLICATION_JSON_VALUE)
  ImportanceView measure(
      Owner owner, @PathVariable UUID id, JsonWishes wishes, RequestMemory.Taken memory)
      throws IOException {
    ImportanceRequest asked =
        ImportanceRequest.read(wishes.body(), name -> datasets.newest(owner, name));
    return answers.compute(
        owner.name(), limits.answer(), look -> importance.measure(owner, id, asked, memory, look));
  }
}
