package io.descent.model;

import io.descent.security.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Models as versions of their name, counted from 1 in the order of their publication. A number is
 * given once, also where its model is deleted.
 */
@Component
public class ModelVersions {

  private static final String SELECT = "select id, version from model where owner = ? and ";

  private final JdbcClient jdbc;

  ModelVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A model and its number among those of its name. */
  public record ModelVersion(UUID id, int version) {}

  /** The numbers of the newest models of the name, in ascending order. */
  public List<Integer> newest(Owner owner, String name, int most) {
    return jdbc.sql(
            "select version from model where owner = ? and name = ?"
                + " order by version desc fetch first "
                + most
                + " rows only")
        .params(owner.name(), name)
        .query((row, _) -> row.getInt(1))
        .list()
        .reversed();
  }

  public Optional<ModelVersion> find(Owner owner, UUID id) {
    return jdbc.sql(SELECT + "id = ?")
        .params(owner.name(), id)
        .query(ModelVersions::read)
        .optional();
  }

  /** The newest of the name. */
  public Optional<ModelVersion> newest(Owner owner, String name) {
    return jdbc.sql(SELECT + "name = ? order by version desc fetch first 1 rows only")
        .params(owner.name(), name)
        .query(ModelVersions::read)
        .optional();
  }

  /**
   * @param version from 1
   */
  public Optional<ModelVersion> find(Owner owner, String name, int version) {
    return jdbc.sql(SELECT + "name = ? and version = ?")
        .params(owner.name(), name, version)
        .query(ModelVersions::read)
        .optional();
  }

  private static ModelVersion read(ResultSet row, int number) throws SQLException {
    return new ModelVersion(row.getObject(1, UUID.class), row.getInt(2));
  }
}
