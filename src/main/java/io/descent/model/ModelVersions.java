package io.descent.model;

import io.descent.security.Owner;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * Models as versions of their name, counted from 1 in the order of their publication. A number is
 * given once, also where its model is deleted.
 */
@Component
public class ModelVersions {

  private final ModelRows rows;
  private final ModelAliases aliases;

  ModelVersions(ModelRows rows, ModelAliases aliases) {
    this.rows = rows;
    this.aliases = aliases;
  }

  /** A model and its number among those of its name. */
  public record ModelVersion(UUID id, int version) {}

  /** The numbers of the newest models of the name, in ascending order. */
  public List<Integer> newest(Owner owner, String name, int most) {
    return rows.versions(owner.name(), name, Limit.of(most)).reversed();
  }

  /** As {@link #newest(Owner, String, int)}, of the name that a model has now. */
  public List<Integer> newest(Owner owner, UUID model, int most) {
    return rows.name(model, owner.name()).map(it -> newest(owner, it, most)).orElse(List.of());
  }

  /** The model that an alias points at, or another version of its name. */
  public Optional<ModelVersion> aliased(Owner owner, String alias, Optional<Integer> version) {
    Optional<UUID> model = aliases.model(owner, alias);
    return version.isEmpty()
        ? model.flatMap(id -> find(owner, id))
        : model
            .flatMap(id -> rows.name(id, owner.name()))
            .flatMap(name -> find(owner, name, version.get()));
  }

  public Optional<ModelVersion> find(Owner owner, UUID id) {
    return rows.findVersionByIdAndOwner(id, owner.name());
  }

  /** The newest of the name. */
  public Optional<ModelVersion> newest(Owner owner, String name) {
    return rows.newest(owner.name(), name, Limit.of(1)).stream().findFirst();
  }

  /**
   * @param version from 1
   */
  public Optional<ModelVersion> find(Owner owner, String name, int version) {
    return rows.findVersionByOwnerAndNameAndVersion(owner.name(), name, version);
  }

  /** Joins the caller's transaction; until its end others wait for a number of the same name. */
  int next(Owner owner, String name) {
    if (rows.raiseVersions(owner.name(), name) == 0) {
      begin(owner, name);
      rows.raiseVersions(owner.name(), name);
    }
    return rows.newestVersion(owner.name(), name);
  }

  private void begin(Owner owner, String name) {
    try {
      rows.addName(owner.name(), name);
    } catch (DataIntegrityViolationException _) {
      // The name is there
    }
  }
}
