package io.descent.spec;

import io.descent.dataset.Datasets;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/** Tells what follows from a network and a training before anything is trained. */
@RestController
@Tag(name = "Specs")
class SpecCheckController {

  private final Specs specs;
  private final Datasets datasets;
  private final WarmStarts starts;

  SpecCheckController(Specs specs, Datasets datasets, WarmStarts starts) {
    this.specs = specs;
    this.datasets = datasets;
    this.starts = starts;
  }

  @Operation(
      operationId = "checkSpec",
      summary = "What follows from a network and a training, and all their problems")
  @TakesJson("SpecCheckRequest")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.READ)
  @PostMapping(path = "/api/v1/specs/check", produces = MediaType.APPLICATION_JSON_VALUE)
  SpecCheck check(Owner owner, JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    problems.throwIfAny();
    Optional<Datasets.Facts> dataset = dataset(owner, fields);
    Optional<WarmStarts.Start> start = starts.read(owner, fields, dataset);
    JsonNode model = fields.node("model").orElse(MissingNode.getInstance());
    JsonNode training = fields.node("training").orElse(JsonNodeFactory.instance.objectNode());
    Specs.Understood understood =
        specs.understand(
            owner,
            JsonFields.of(model, "/model", problems),
            JsonFields.of(training, "/training", problems),
            start.map(WarmStarts.Start::dataset).or(() -> dataset).map(Datasets.Facts::schema),
            TestDatasets.of(datasets, owner),
            start.map(WarmStarts.Start::bytes).orElse(0L));
    start.ifPresent(it -> it.check(understood.network().spec(), problems));
    fields.done();
    return SpecCheck.of(understood, start, problems.errors());
  }

  private Optional<Datasets.Facts> dataset(Owner owner, JsonFields fields) {
    Optional<UUID> id = fields.optionalReference("dataset", name -> datasets.newest(owner, name));
    Optional<Datasets.Facts> dataset = id.flatMap(it -> datasets.find(owner, it));
    if (id.isPresent() && dataset.isEmpty()) {
      fields.problems().invalid(fields.pointer("dataset_id"), "there is no such data set");
    }
    if (fields.has("warm_start") && !fields.has("dataset") && !fields.has("dataset_id")) {
      fields
          .problems()
          .unreadable(fields.pointer("dataset_id"), "is missing; warm_start is matched with it");
    }
    return dataset;
  }
}
