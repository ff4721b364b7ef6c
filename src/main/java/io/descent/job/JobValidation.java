package io.descent.job;

import io.descent.dataset.Datasets;
import io.descent.engine.Outline;
import io.descent.security.Owner;
import io.descent.spec.JobSpec;
import io.descent.spec.Specs;
import io.descent.spec.TestDatasets;
import io.descent.web.FieldError;
import io.descent.web.JsonBody;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Checks what is asked for, so that what is accepted can be trained. */
@Component
class JobValidation {

  private final Datasets datasets;
  private final Specs specs;
  private final WarmStartReader starts;
  private final JobCatalog jobs;
  private final JobRoom room;

  JobValidation(
      Datasets datasets, Specs specs, WarmStartReader starts, JobCatalog jobs, JobRoom room) {
    this.datasets = datasets;
    this.specs = specs;
    this.starts = starts;
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
    JobRequest request =
        JobRequest.read(body, problems, name -> datasets.newest(owner, name), starts.newest(owner));
    Optional<Datasets.Facts> dataset = dataset(owner, request, problems);
    Optional<WarmStartCheck> start =
        request.warmStart().flatMap(it -> starts.find(owner, it, dataset, problems));
    Optional<Datasets.Facts> seen = start.map(WarmStartCheck::dataset).or(() -> dataset);
    long carried = start.map(WarmStartCheck::bytes).orElse(0L);
    Optional<JobSpec> spec = seen.flatMap(it -> spec(owner, request, it, carried, problems));
    spec.ifPresent(it -> checkFreeze(it, request.freeze(), problems));
    start.ifPresent(it -> it.check(spec.map(JobSpec::model), problems));
    problems.throwIfAny();
    room.require(owner);
    Job job = job(owner, request, dataset.orElseThrow(), spec.orElseThrow());
    start.ifPresent(it -> it.note(job, spec.orElseThrow()));
    return job;
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

  /** They are there, and something is left to learn. */
  private static void checkFreeze(JobSpec spec, List<Integer> frozen, Problems problems) {
    List<Outline.Layer> layers = Outline.of(spec.model()).layers();
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
