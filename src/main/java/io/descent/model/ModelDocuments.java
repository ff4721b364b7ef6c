package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.security.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The documents of the models, as JSON in the database. */
@Component
class ModelDocuments {

  private final JdbcClient jdbc;
  private final JsonMapper json =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  ModelDocuments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(UUID modelId, ModelDocument document, Encoding encoding) {
    jdbc.sql("insert into model_document (model_id, content, encoding) values (?, ?, ?)")
        .params(modelId, json.writeValueAsString(document), json.writeValueAsString(encoding))
        .update();
  }

  /** By model; what is gone is left out. */
  Map<UUID, ModelDocument> find(List<UUID> modelIds) {
    if (modelIds.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql("select model_id, content from model_document where model_id in (:ids)")
        .param("ids", modelIds)
        .query(
            (row, _) ->
                Map.entry(
                    row.getObject(1, UUID.class),
                    json.readValue(row.getString(2), ModelDocument.class)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  Optional<ModelDocument> find(UUID modelId) {
    return jdbc.sql("select content from model_document where model_id = ?")
        .param(modelId)
        .query((row, _) -> json.readValue(row.getString(1), ModelDocument.class))
        .optional();
  }

  boolean ownedBy(Owner owner, UUID modelId) {
    return jdbc.sql("select 1 from model where id = ? and owner = ?")
        .params(modelId, owner.name())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  Optional<Encoding> encoding(UUID modelId) {
    return jdbc.sql("select encoding from model_document where model_id = ?")
        .param(modelId)
        .query((row, _) -> json.readValue(row.getString(1), Encoding.class))
        .optional();
  }

  void delete(UUID modelId) {
    jdbc.sql("delete from model_document where model_id = ?").param(modelId).update();
  }
}
