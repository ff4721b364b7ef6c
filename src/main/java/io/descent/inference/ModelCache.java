package io.descent.inference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.model.Models;
import io.descent.security.Owner;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.RequestMemory;
import java.util.OptionalDouble;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Keeps the models that are asked most in memory, up to a limit. */
@Component
class ModelCache {

  /** What a model takes beside its weights. */
  private static final long OVERHEAD = 1 << 16;

  private final Models models;
  private final long most;
  private final Cache<UUID, ServedModel> cache;

  ModelCache(Models models, Limits limits) {
    this.models = models;
    this.most = limits.modelCache().toBytes();
    cache =
        Caffeine.newBuilder()
            .maximumWeight(limits.modelCache().toKilobytes())
            .weigher((UUID _, ServedModel served) -> kibibytes(served))
            .build();
  }

  private static int kibibytes(ServedModel served) {
    return (int) Math.min(Integer.MAX_VALUE, (served.model().bytes() + OVERHEAD) / 1024);
  }

  /**
   * The model; where there is none for the owner any more it is forgotten, and refused.
   *
   * @param memory what a model is added to that is too large to be kept
   */
  ServedModel get(Owner owner, UUID id, RequestMemory.Taken memory) {
    if (!models.exists(owner, id)) {
      cache.invalidate(id);
      throw ProblemException.notFound("model", id);
    }
    return seen(owner, id, memory);
  }

  /** As {@link #get}, where the model has just been seen to be there. */
  ServedModel seen(Owner owner, UUID id, RequestMemory.Taken memory) {
    return cache.get(id, _ -> load(owner, id, memory));
  }

  /** As {@link Models#threshold}. */
  OptionalDouble threshold(Owner owner, ServedModel model, OptionalDouble asked) {
    return models.threshold(owner, model.model(), asked);
  }

  private ServedModel load(Owner owner, UUID id, RequestMemory.Taken memory) {
    long bytes = models.weightsSize(owner, id);
    if (bytes > most) {
      memory.take(bytes);
    }
    return models
        .load(owner, id)
        .map(ServedModel::new)
        .orElseThrow(() -> ProblemException.notFound("model", id));
  }
}
