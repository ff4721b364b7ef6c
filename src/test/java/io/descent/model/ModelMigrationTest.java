package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ModelMigrationTest {

  private final JdbcDataSource database = new JdbcDataSource();

  @Test
  void modelsOfEarlierVersionsKeepWhatIsToldOfThem() {
    database.setURL("jdbc:h2:mem:model-migration;DB_CLOSE_DELAY=-1");
    JdbcTemplate jdbc = new JdbcTemplate(database);
    UUID id = new UUID(1, 2);
    migrate("7");
    jdbc.update(
        "insert into model (id, owner, name, dataset_id, parameters, weights_id, weights_size,"
            + " weights_sha256, created_at, version)"
            + " values (?, 'local', 'iris', ?, 10, ?, 40, 'ab', current_timestamp, 1)",
        id,
        new UUID(3, 4),
        new UUID(5, 6));
    String document =
        """
        {"task":"regression","training":{"epochs":9,"batch_size":16,"seed":3,\
        "optimizer":{"type":"sgd","lr":0.05},"split":{"train":0.8,"validation":0.1}},\
        "metrics":{"train":{"loss":0.5,"r2":0.9},"validation":{"loss":0.25,"mse":0.5,"r2":0.75},\
        "test":null}}\
        """;
    jdbc.update(
        "insert into model_document (model_id, content, encoding) values (?, ?, '{}')",
        id,
        document);

    migrate("latest");

    assertThat(jdbc.queryForObject("select document from model where id = ?", String.class, id))
        .isEqualTo(document);
    assertThat(jdbc.queryForMap("select * from model where id = ?", id))
        .containsEntry("validation_loss", 0.25)
        .containsEntry("validation_accuracy", null)
        .containsEntry("validation_r2", 0.75)
        .containsEntry("lr", 0.05)
        .containsEntry("batch_size", 16)
        .containsEntry("epochs", 9)
        .containsEntry("seed", 3L);
    assertThat(
            jdbc.queryForObject(
                "select encoding from model_encoding where model_id = ?", String.class, id))
        .isEqualTo("{}");
    jdbc.update("delete from model where id = ?", id);
    assertThat(jdbc.queryForObject("select count(*) from model_encoding", Long.class)).isZero();
  }

  private void migrate(String version) {
    Flyway.configure().dataSource(database).target(version).load().migrate();
  }
}
