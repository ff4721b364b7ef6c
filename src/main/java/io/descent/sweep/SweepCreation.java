package io.descent.sweep;

import io.descent.dataset.Datasets;
import io.descent.job.JobOptions;
import io.descent.job.Trials;
import io.descent.security.Caller;
import io.descent.security.Owner;
import io.descent.spec.JobSpec;
import io.descent.spec.Specs;
import io.descent.spec.TestDatasets;
import io.descent.storage.DatabaseClock;
import io.descent.storage.StatelessRows;
import io.descent.storage.TagIndex;
import io.descent.web.AnswerExecutor;
import io.descent.web.FieldError;
import io.descent.web.Idempotency;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.RequestMemory;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks every point of a sweep, and then stores it with all its trials, or nothing: one sweep of
 * an owner at a time, on a platform thread, as a thousand networks take long.
 */
@Component
class SweepCreation implements AutoCloseable {

  private static final int ONE = 1;

  /** Of a trial, as nodes, as what is trained and as text, for each character of what was asked. */
  private static final int BYTES_OF_A_CHARACTER = 20;

  /** What stores a sweep. */
  @Component
  record Storing(
      StatelessRows rows, UuidV7 uuids, TagIndex tags, DatabaseClock clock, Limits limits) {}

  /** A sweep that can be stored, and its trials. */
  private record Planned(
      Sweep sweep, Datasets.Facts dataset, List<JobSpec> specs, JobOptions options) {}

  private final Idempotency idempotency;
  private final Datasets datasets;
  private final Specs specs;
  private final Trials trials;
  private final Storing storing;
  private final AnswerExecutor turns;

  SweepCreation(
      Idempotency idempotency, Datasets datasets, Specs specs, Trials trials, Storing storing) {
    this.idempotency = idempotency;
    this.datasets = datasets;
    this.specs = specs;
    this.trials = trials;
    this.storing = storing;
    this.turns = new AnswerExecutor(storing.limits().answerWait(), Limits.SWEEPS_MADE_AT_ONCE, ONE);
  }

  /**
   * @param memory of the request, which the trials take
   */
  UUID once(Owner owner, IdempotencyKey key, JsonBody body, RequestMemory.Taken memory)
      throws IOException {
    Function<Runnable, UUID> made =
        Caller.carried(look -> once(owner, key, body, new Watch(memory, look)));
    return turns.compute(owner.name(), storing.limits().answer(), made::apply);
  }

  @Override
  public void close() {
    turns.close();
  }

  /**
   * @param look throws where nobody waits any more
   */
  private record Watch(RequestMemory.Taken memory, Runnable look) {

    void take(int characters) {
      look.run();
      memory.take((long) BYTES_OF_A_CHARACTER * characters);
    }
  }

  private UUID once(Owner owner, IdempotencyKey key, JsonBody body, Watch watch) {
    try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), "sweeps", key)) {
      return attempt
          .earlier(body.sha256())
          .orElseGet(
              () -> {
                Planned planned = plan(owner, body, watch);
                return attempt.create(body.sha256(), () -> store(owner, planned));
              });
    }
  }

  private UUID store(Owner owner, Planned planned) {
    Sweep sweep = planned.sweep();
    claim(owner, planned);
    Instant now = storing.clock().now();
    sweep.id = storing.uuids().next();
    sweep.owner = owner.name();
    sweep.createdAt = now;
    sweep.updatedAt = now;
    sweep.expiresAt = planned.options().end(now);
    storing.rows().insert(List.of(sweep));
    storing.tags().add(owner.name(), sweep.id, sweep.labels.tags());
    List<Integer> rungs = sweep.strategy().rungs(sweep.epochs);
    Integer restAt = rungs.size() > 1 ? rungs.getFirst() : null;
    Trials.Planned all =
        new Trials.Planned(
            sweep.id,
            sweep.name,
            planned.dataset(),
            planned.specs(),
            planned.options(),
            restAt,
            Math.min(sweep.atOnce(), sweep.trials));
    trials.store(owner, all, now);
    return sweep.id;
  }

  private void claim(Owner owner, Planned planned) {
    UUID dataset = planned.dataset().id();
    Stream<UUID> tests =
        planned.specs().stream().flatMap(it -> it.training().split().testDataset().stream());
    datasets
        .claimAll(owner, Stream.concat(tests, Stream.of(dataset)))
        .ifPresent(
            id -> {
              String pointer = id.equals(dataset) ? "/dataset_id" : "/training/split";
              throw ProblemException.fields(
                  ProblemKind.INVALID,
                  List.of(new FieldError(pointer, "there is no data set " + id)));
            });
  }

  private Planned plan(Owner owner, JsonBody body, Watch watch) {
    SweepRequest request = SweepRequest.read(owner, body, datasets, specs);
    List<Map<String, JsonNode>> all = request.strategy().points(request.space(), request.seed());
    trials.require(owner, all.size());
    List<JobSpec> points = points(owner, request, all, watch);
    return new Planned(request.sweep(points), request.dataset(), points, request.options());
  }

  /** Every point as it will be trained. */
  private List<JobSpec> points(
      Owner owner, SweepRequest request, List<Map<String, JsonNode>> all, Watch watch) {
    ObjectNode base = request.base();
    long left = storing.limits().json().toBytes();
    Problems problems = new Problems();
    Set<FieldError> told = new HashSet<>();
    List<JobSpec> points = new ArrayList<>();
    TestDatasets tests = TestDatasets.of(datasets, owner);
    for (int i = 0; i < all.size() && !problems.full(); i++) {
      ObjectNode filled = SweepSpace.at(all.get(i), base);
      int characters = filled.toString().length();
      watch.take(characters);
      left -= characters;
      if (left < 0) {
        problems.invalid("/strategy", "all trials together are beyond the limit json_bytes");
        break;
      }
      try {
        points.add(
            specs.read(filled.path("model"), filled.path("training"), request.dataset(), tests));
      } catch (ProblemException e) {
        tell(i + 1, e, told, request.space(), problems);
      }
    }
    problems.throwIfAny();
    return points;
  }

  /** Each problem once, of the first trial that has it. */
  private static void tell(
      int trial, ProblemException e, Set<FieldError> told, SweepSpace space, Problems problems) {
    for (Object error : e.errors()) {
      if (error instanceof FieldError field && told.add(field)) {
        tell(trial, field, e.kind(), space, problems);
      }
    }
  }

  /** At the setting of the space that made it wrong, where there is one. */
  private static void tell(
      int trial, FieldError error, ProblemKind kind, SweepSpace space, Problems problems) {
    String pointer =
        space.settings().keySet().stream()
            .filter(it -> error.pointer().equals(it) || error.pointer().startsWith(it + "/"))
            .findFirst()
            .map(it -> SweepSpace.POINTER + JsonFields.token(it))
            .orElse(error.pointer());
    problems.note(kind, pointer, "of trial " + trial + ": " + error.detail());
  }
}
