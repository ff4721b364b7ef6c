package io.descent.model;

import io.descent.security.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Models as versions of their name, counted from 1 in the order of their creation. */
@Component
public class ModelVersions {

  private static final String SELECT =
      """
      select m.id,
        (select count(*) from model o
          where o.owner = m.owner and o.name = m.name and o.id <= m.id) as version
      from model m
      """;

  private final JdbcClient jdbc;

  ModelVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A model and its place among those of its name. */
  public record ModelVersion(UUID id, int version) {}

  /** How many models of the name there are. */
  public int count(Owner owner, String name) {
    return jdbc.sql("select count(*) from model where owner = ? and name = ?")
        .params(owner.name(), name)
        .query(Integer.class)
        .single();
  }

  public Optional<ModelVersion> find(Owner owner, UUID id) {
    return jdbc.sql(SELECT + "where m.owner = ? and m.id = ?")
        .params(owner.name(), id)
        .query(ModelVersions::read)
        .optional();
  }

  /** The newest of the name. */
  public Optional<ModelVersion> newest(Owner owner, String name) {
    return jdbc.sql(
            SELECT + "where m.owner = ? and m.name = ? order by m.id desc fetch first 1 rows only")
        .params(owner.name(), name)
        .query(ModelVersions::read)
        .optional();
  }

  /**
   * @param version from 1
   */
  public Optional<ModelVersion> find(Owner owner, String name, int version) {
    return jdbc.sql(
            SELECT
                + "where m.owner = ? and m.name = ? order by m.id"
                + " offset ? rows fetch first 1 rows only")
        .params(owner.name(), name, version - 1)
        .query(ModelVersions::read)
        .optional();
  }

  private static ModelVersion read(ResultSet row, int number) throws SQLException {
    return new ModelVersion(row.getObject(1, UUID.class), row.getInt(2));
  }
}
