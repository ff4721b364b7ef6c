package io.descent.job;

import io.descent.dataset.Datasets;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.model.Models;
import io.descent.security.Owner;
import io.descent.spec.JobSpec;
import io.descent.spec.SpecCheck;
import io.descent.spec.Specs;
import io.descent.spec.TestDatasets;
import io.descent.web.FieldError;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/** Checks what is asked for, so that what is accepted can be trained. */
@Component
class JobValidation {

  private final Datasets datasets;
  private final Specs specs;
  private final Models models;
  private final JobCatalog jobs;
  private final JobRoom room;

  JobValidation(Datasets datasets, Specs specs, Models models, JobCatalog jobs, JobRoom room) {
    this.datasets = datasets;
    this.specs = specs;
    this.models = models;
    this.jobs = jobs;
    this.room = room;
  }

  /**
   * A job that can be trained, to be stored.
   *
   * @throws ProblemException with everything that is wrong
   */
  Job check(Owner owner, JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Optional<UUID> named =
        fields.requiredReference("dataset", name -> datasets.newest(owner, name));
    JobRequest request = JobRequest.read(fields, named, name -> models.newest(owner, name));
    Optional<Datasets.Facts> dataset = dataset(owner, request, problems);
    Optional<WarmStartCheck> start = warmStart(owner, request, dataset, problems);
    Optional<Datasets.Facts> seen = start.map(WarmStartCheck::dataset).or(() -> dataset);
    long carried = start.map(WarmStartCheck::bytes).orElse(0L);
    Optional<JobSpec> spec = seen.flatMap(it -> spec(owner, request, it, carried, problems));
    Optional<ModelSpec> model = spec.map(JobSpec::model);
    model.ifPresent(it -> checkFreeze(it, request.freeze(), problems));
    start.ifPresent(it -> it.check(model, problems));
    problems.throwIfAny();
    room.require(owner);
    Job job = job(owner, request, dataset.orElseThrow(), spec.orElseThrow());
    start.ifPresent(it -> it.note(job, spec.orElseThrow()));
    return job;
  }

  /**
   * What would become of a job, whatever is wrong with it; its data set and its training may be
   * left out, and nothing is stored.
   *
   * @throws ProblemException where the body is no object
   */
  SpecCheck look(Owner owner, JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    problems.throwIfAny();
    Optional<UUID> named =
        fields.optionalReference("dataset", name -> datasets.newest(owner, name));
    JobRequest request = JobRequest.read(fields, named, name -> models.newest(owner, name));
    if (fields.has("warm_start") && !fields.has("dataset") && !fields.has("dataset_id")) {
      problems.unreadable(JobRequest.DATASET, "is missing; warm_start is matched with it");
    }
    Optional<Datasets.Facts> dataset = dataset(owner, request, problems);
    Optional<WarmStartCheck> start = warmStart(owner, request, dataset, problems);
    Specs.Understood understood =
        specs.understand(
            owner,
            fieldsOf(request.model(), MissingNode.getInstance(), "/model", problems),
            fieldsOf(
                request.training(), JsonNodeFactory.instance.objectNode(), "/training", problems),
            start.map(WarmStartCheck::dataset).or(() -> dataset).map(Datasets.Facts::schema),
            TestDatasets.of(datasets, owner),
            start.map(WarmStartCheck::bytes).orElse(0L));
    understood.spec().ifPresent(it -> checkFreeze(it, request.freeze(), problems));
    start.ifPresent(it -> it.check(understood.spec(), problems));
    return start
        .filter(_ -> problems.isEmpty())
        .map(it -> it.of(understood))
        .orElseGet(() -> SpecCheck.of(understood, problems.errors()));
  }

  private static JsonFields fieldsOf(
      @Nullable JsonNode given, JsonNode otherwise, String pointer, Problems problems) {
    return JsonFields.of(given == null ? otherwise : given, pointer, problems);
  }

  private static Job job(Owner owner, JobRequest request, Datasets.Facts dataset, JobSpec spec) {
    Job job = job(owner, request.name().orElse(dataset.name()), dataset, spec);
    job.labels = request.labels();
    job.options(request.options());
    if (!request.freeze().isEmpty()) {
      ArrayNode frozen = JsonNodeFactory.instance.arrayNode();
      request.freeze().stream().distinct().sorted().forEach(frozen::add);
      job.freeze = frozen;
    }
    return job;
  }

  /** A job of nothing but its network and training. */
  static Job job(Owner owner, String name, Datasets.Facts dataset, JobSpec spec) {
    Job job = new Job(owner);
    job.name = name;
    job.task = spec.training().plan().task();
    job.datasetId = dataset.id();
    job.testDatasetId = spec.training().split().testDataset().orElse(null);
    job.model = spec.modelJson();
    job.training = spec.trainingJson();
    ArrayNode warnings = JsonNodeFactory.instance.arrayNode();
    spec.warnings().forEach(it -> warnings.add(it.toJson()));
    job.warnings = warnings;
    job.epochs = spec.training().plan().epochs();
    return job.settings();
  }

  /** A job that trains the same as another again, exactly as far. */
  Job again(Owner owner, UUID id) {
    Job original = jobs.find(owner, id);
    if (original.state.status() != JobStatus.SUCCEEDED) {
      throw ProblemException.of(
          ProblemKind.CONFLICT,
          "the job is "
              + original.state.status().wire()
              + "; only what succeeded can be reproduced");
    }
    room.require(owner);
    return original.again();
  }

  private Optional<Datasets.Facts> dataset(Owner owner, JobRequest request, Problems problems) {
    Optional<Datasets.Facts> found = request.dataset().flatMap(id -> datasets.find(owner, id));
    if (request.dataset().isPresent() && found.isEmpty()) {
      problems.invalid(JobRequest.DATASET, "there is no data set " + request.dataset().get());
    }
    return found;
  }

  private Optional<JobSpec> spec(
      Owner owner, JobRequest request, Datasets.Facts dataset, long carried, Problems problems) {
    try {
      return Optional.of(
          specs.read(
              request.model(),
              request.training(),
              dataset,
              TestDatasets.of(datasets, owner),
              carried));
    } catch (ProblemException e) {
      for (Object error : e.errors()) {
        if (error instanceof FieldError(String pointer, String detail)) {
          problems.note(e.kind(), pointer, detail);
        }
      }
      return Optional.empty();
    }
  }

  private Optional<WarmStartCheck> warmStart(
      Owner owner, JobRequest request, Optional<Datasets.Facts> dataset, Problems problems) {
    if (request.warmStart().isEmpty()) {
      return Optional.empty();
    }
    JobRequest.WarmStart asked = request.warmStart().get();
    Optional<Models.Form> model = models.form(owner, asked.model());
    if (model.isEmpty()) {
      problems.invalid(JobRequest.WARM_MODEL, "there is no model " + asked.model());
    }
    return model.flatMap(
        form -> dataset.map(data -> new WarmStartCheck(asked.layers(), form, data)));
  }

  /** They are there, and something is left to learn. */
  private static void checkFreeze(ModelSpec model, List<Integer> frozen, Problems problems) {
    List<Outline.Layer> layers = Outline.of(model).layers();
    for (int i = 0; i < frozen.size(); i++) {
      if (frozen.get(i) >= layers.size()) {
        String detail = "there is no layer " + frozen.get(i) + ", the last is ";
        problems.invalid(JobRequest.FREEZE + "/" + i, detail + (layers.size() - 1));
      }
    }
    boolean learns =
        layers.stream().anyMatch(it -> it.parameters() > 0 && !frozen.contains(it.index()));
    if (!frozen.isEmpty() && !learns) {
      problems.invalid(JobRequest.FREEZE, "leaves no layer that learns");
    }
  }
}
