package io.descent.model;

import io.descent.security.Owner;
import io.descent.web.Idempotency;
import io.descent.web.IdempotencyKey;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.Sha256;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps what models were measured to be on other data. */
@Service
class EvaluationStore {

  private static final int IN_CARD = 20;

  private final EvaluationRows rows;
  private final ModelStore models;
  private final UuidV7 uuids;
  private final InstantSource clock;
  private final Idempotency idempotency;

  EvaluationStore(
      EvaluationRows rows,
      ModelStore models,
      UuidV7 uuids,
      InstantSource clock,
      Idempotency idempotency) {
    this.idempotency = idempotency;
    this.rows = rows;
    this.models = models;
    this.uuids = uuids;
    this.clock = clock;
  }

  /** How a model is measured. */
  interface Measurement {
    ObjectNode measure() throws IOException;
  }

  /**
   * The metrics with their id and time, as they are kept; those that the same key gave before. 404
   * where the model is gone by now.
   *
   * @param body what tells this request from another one with the same key
   */
  ObjectNode once(Owner owner, UUID model, IdempotencyKey key, String body, Measurement measurement)
      throws IOException {
    String asked = Sha256.hex(model + " " + body);
    try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), "evaluations", key)) {
      Optional<UUID> earlier = attempt.earlier(asked);
      if (earlier.isPresent()) {
        return get(owner, model, earlier.get());
      }
      ObjectNode metrics = measurement.measure();
      return get(owner, model, attempt.create(asked, () -> add(owner, model, metrics)));
    } catch (DataIntegrityViolationException _) {
      throw ProblemException.notFound("model", model);
    }
  }

  private UUID add(Owner owner, UUID model, ObjectNode metrics) {
    UUID id = uuids.next();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ObjectNode content = metrics.objectNode().put("id", id.toString());
    content.setAll(metrics);
    content.put("created_at", now.toString());
    rows.save(new EvaluationRow(id, model, owner.name(), content, now));
    return id;
  }

  ObjectNode get(Owner owner, UUID model, UUID id) {
    return rows.findByIdAndModelIdAndOwner(id, model, owner.name())
        .map(row -> row.content)
        .orElseThrow(() -> ProblemException.notFound("evaluation", id));
  }

  Page<JsonNode> list(Owner owner, UUID model, PageRequest page) {
    models.get(owner, model);
    List<EvaluationRow> found =
        rows.newest(model, owner.name(), page.below(), Limit.of(page.limit() + 1));
    return page.page(found, row -> row.id, row -> ModelMetricsJson.brief(row.content));
  }

  /** The newest, without what is long. */
  List<JsonNode> forCard(Owner owner, UUID model) {
    return rows.newest(model, owner.name(), PageRequest.LAST, Limit.of(IN_CARD)).stream()
        .map(row -> ModelMetricsJson.brief(row.content))
        .toList();
  }
}
