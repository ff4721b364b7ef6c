package io.descent.model;

import io.descent.security.Owner;
import io.descent.storage.Blobs;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a client sees of the models, and their end. */
@Service
class ModelCatalog {

  private final ModelRows rows;
  private final ModelDocuments documents;
  private final Blobs blobs;

  ModelCatalog(ModelRows rows, ModelDocuments documents, Blobs blobs) {
    this.rows = rows;
    this.documents = documents;
    this.blobs = blobs;
  }

  Page<ModelView> list(Owner owner, ModelFilter filter, PageRequest page) {
    List<ModelRow> found =
        rows.findBy(
            filter.of(owner, page),
            query -> query.sortBy(Sort.by("id").descending()).limit(page.limit() + 1).all());
    Page<ModelRow> shown = page.page(found, ModelRow::getId, row -> row);
    Map<UUID, ModelDocument> documents =
        this.documents.find(shown.items().stream().map(ModelRow::getId).toList());
    // A model deleted between the two reads has no document any more
    List<ModelView> views =
        shown.items().stream()
            .flatMap(
                row ->
                    Optional.ofNullable(documents.get(row.getId()))
                        .map(document -> ModelView.of(row, document))
                        .stream())
            .toList();
    return new Page<>(views, shown.nextCursor());
  }

  ModelView get(Owner owner, UUID id) {
    return find(owner, id).orElseThrow(() -> ProblemException.notFound("model", id));
  }

  private Optional<ModelView> find(Owner owner, UUID id) {
    return rows.findByIdAndOwner(id, owner.name())
        .flatMap(row -> documents.find(id).map(document -> ModelView.of(row, document)));
  }

  /** Files already written from the model stay valid; its weights are deleted later. */
  @Transactional
  void delete(Owner owner, UUID id) {
    ModelRow row =
        rows.findByIdAndOwner(id, owner.name())
            .orElseThrow(() -> ProblemException.notFound("model", id));
    if (rows.remove(id, owner.name()) == 0) {
      throw ProblemException.notFound("model", id);
    }
    documents.delete(id);
    blobs.drop(row.weights().id());
  }
}
