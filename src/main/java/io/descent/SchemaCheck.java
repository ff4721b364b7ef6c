package io.descent;

import io.descent.security.RefusedStart;
import io.descent.storage.H2Store;
import java.util.Arrays;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Brings the tables up to date, unless a newer version of the service has changed them. PostgreSQL
 * does each step in a transaction; a file of H2 is changed as a copy.
 */
@Component
final class SchemaCheck implements FlywayMigrationStrategy {

  private final ObjectProvider<H2Store> file;

  SchemaCheck(ObjectProvider<H2Store> file) {
    this.file = file;
  }

  @Override
  public void migrate(Flyway flyway) {
    MigrationInfo[] all = flyway.info().all();
    if (Arrays.stream(all).anyMatch(SchemaCheck::isUnknown)) {
      throw new RefusedStart(
          "the database was made by a newer Descent (schema %s, this build knows %s): start that"
                  .formatted(
                      newest(Arrays.stream(all).filter(MigrationInfo::isApplied)),
                      newest(Arrays.stream(all).filter(it -> it.getState().isResolved())))
              + " version, or restore a backup");
    }
    if (Arrays.stream(all).anyMatch(it -> it.getState() == MigrationState.PENDING)) {
      String version = newest(Arrays.stream(all).filter(MigrationInfo::isApplied));
      file.ifAvailable(store -> store.upgrade(version));
    }
    flyway.migrate();
  }

  private static boolean isUnknown(MigrationInfo migration) {
    return migration.isApplied() && !migration.getState().isResolved();
  }

  private static String newest(Stream<MigrationInfo> migrations) {
    return migrations
        .max(MigrationInfo::compareVersion)
        .map(migration -> migration.getVersion().toString())
        .orElse("none");
  }
}
