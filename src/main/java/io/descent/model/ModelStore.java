package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.security.Holdings;
import io.descent.security.Owner;
import io.descent.security.Quota;
import io.descent.storage.Blobs;
import io.descent.storage.LabelPatch;
import io.descent.storage.Labels;
import io.descent.storage.ListOrder;
import io.descent.storage.Listing;
import io.descent.storage.TagIndex;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stores, shows and deletes models. */
@Service
class ModelStore implements Holdings {

  private final ModelRows rows;
  private final ListedModels listed;
  private final ModelVersions versions;
  private final Blobs blobs;
  private final ObjectProvider<ModelUse> uses;
  private final InstantSource clock;
  private final TagIndex tags;
  private final ModelAliases aliases;

  ModelStore(
      ModelRows rows,
      ListedModels listed,
      ModelVersions versions,
      Blobs blobs,
      InstantSource clock,
      TagIndex tags,
      ModelAliases aliases,
      ObjectProvider<ModelUse> uses) {
    this.uses = uses;
    this.rows = rows;
    this.listed = listed;
    this.versions = versions;
    this.blobs = blobs;
    this.clock = clock;
    this.tags = tags;
    this.aliases = aliases;
  }

  /** In one transaction, the caller's where there is one; keeps the weights. */
  @Transactional
  void add(ModelDraft draft) {
    blobs.keep(draft.weights().id());
    int version = versions.next(draft.owner(), draft.name());
    rows.save(new ModelRow(draft, version, clock.instant()));
    rows.addEncoding(draft.id(), draft.owner().name(), ModelText.of(draft.encoding()));
    tags.add(draft.owner().name(), draft.id(), draft.labels().tags());
  }

  /** The same of what a request stores in the room that it has taken. */
  @Transactional
  void add(ModelDraft draft, Quota.Room room) {
    add(draft);
    room.confirm();
  }

  Page<ModelView> list(Owner owner, ModelFilter filter, PageRequest page) {
    ListOrder<ModelHead> sort = filter.sort();
    TagIndex.Tagged tagged = tags.find(owner.name(), filter.tags());
    List<ListedModel> found =
        Listing.sorted(
            (matching, query) -> listed.findBy(matching, query), filter.of(tagged), sort, page);
    Map<UUID, List<String>> names =
        aliases.of(owner, found.stream().map(ListedModel::getId).toList());
    if (found.stream().allMatch(row -> row.brief != null)) {
      return page.page(
          found,
          ListedModel::getId,
          sort::text,
          row -> ModelView.summary(row, names.getOrDefault(row.getId(), List.of())));
    }
    return page.page(
        Listing.sorted(
            (matching, query) -> rows.findBy(matching, query), filter.of(tagged), sort, page),
        ModelRow::getId,
        sort::text,
        row -> ModelView.summary(row, names.getOrDefault(row.getId(), List.of())));
  }

  /** The model of an alias, else the newest version of a name. */
  Optional<UUID> newest(Owner owner, String name) {
    return aliases
        .model(owner, name)
        .or(() -> versions.newest(owner, name).map(ModelVersions.ModelVersion::id));
  }

  /** Empty where there is none, or where it is another owner's. */
  Optional<ModelRow> find(Owner owner, UUID id) {
    return rows.findByIdAndOwner(id, owner.name());
  }

  /** As {@link #find}, refused where there is none. */
  ModelRow get(Owner owner, UUID id) {
    return find(owner, id).orElseThrow(() -> ProblemException.notFound("model", id));
  }

  /** A model as a client sees it. */
  ModelView view(Owner owner, UUID id) {
    return ModelView.of(get(owner, id), aliases(owner, id), requiredEncoding(owner, id));
  }

  List<String> aliases(Owner owner, UUID id) {
    return aliases.of(owner, List.of(id)).getOrDefault(id, List.of());
  }

  /** Bytes of a model's weights; 0 where there is none. */
  long weightsSize(Owner owner, UUID id) {
    return rows.weightsSize(id, owner.name()).orElse(0L);
  }

  /** As {@link #encoding}, refused where there is none. */
  Encoding requiredEncoding(Owner owner, UUID id) {
    return encoding(owner, id).orElseThrow(() -> ProblemException.notFound("model", id));
  }

  Optional<Encoding> encoding(Owner owner, UUID id) {
    return rows.encoding(id, owner.name()).map(ModelText::encoding);
  }

  /** The probability from which the second of two classes is answered, where one was set. */
  Optional<Double> threshold(Owner owner, UUID id) {
    return rows.threshold(id, owner.name());
  }

  /** Absent: the likelier class is answered again. */
  @Transactional
  void answerFrom(Owner owner, UUID id, @Nullable Double threshold) {
    if (rows.answerFrom(id, owner.name(), threshold) == 0) {
      throw ProblemException.notFound("model", id);
    }
  }

  /**
   * Gives the model another name, other tags, another description. Under another name it is the
   * next version of that name.
   */
  @Transactional
  void label(Owner owner, UUID id, LabelPatch patch) {
    ModelRow row =
        rows.locked(id, owner.name()).orElseThrow(() -> ProblemException.notFound("model", id));
    Labels labels = patch.labels(row.labels);
    String name = patch.name(row.name());
    int version = name.equals(row.name()) ? row.version : versions.next(owner, name);
    rows.label(id, owner.name(), name, version, labels);
    tags.replace(owner.name(), id, labels.tags());
  }

  private void requireNoAlias(Owner owner, UUID id) {
    List<String> names = aliases(owner, id);
    if (!names.isEmpty()) {
      throw ProblemException.of(
          ProblemKind.CONFLICT,
          "the alias "
              + Spelling.quoted(names.getFirst())
              + " points at the model; move it or delete it first");
    }
  }

  private void requireUnused(UUID id) {
    uses.orderedStream()
        .map(use -> use.userOfModel(id))
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            user -> {
              throw ProblemException.of(
                  ProblemKind.CONFLICT,
                  "the model is what " + user + " starts from; delete that first");
            });
  }

  /** Joins the caller's transaction. */
  boolean claim(Owner owner, UUID id) {
    return rows.claim(id, owner.name()) == 1;
  }

  boolean exists(Owner owner, UUID id) {
    return rows.existsByIdAndOwner(id, owner.name());
  }

  /** Files already written from the model stay valid; its weights are deleted later. */
  @Transactional
  void delete(Owner owner, UUID id) {
    if (rows.claim(id, owner.name()) == 0) {
      throw ProblemException.notFound("model", id);
    }
    ModelRow row = get(owner, id);
    requireNoAlias(owner, id);
    requireUnused(id);
    if (rows.remove(id, owner.name()) == 0) {
      throw ProblemException.notFound("model", id);
    }
    tags.remove(owner.name(), id);
    blobs.drop(row.weights().id());
  }

  @Override
  public Map<Kind, Held> of(Owner owner) {
    Held held = new Held(rows.countByOwner(owner.name()), rows.bytes(owner.name()));
    return Map.of(Kind.MODELS, held);
  }
}
