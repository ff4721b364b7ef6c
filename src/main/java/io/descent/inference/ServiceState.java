package io.descent.inference;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/** Whether the service can answer with its models now. */
@Component
class ServiceState {

  private static final int SECONDS = 2;

  private final ApplicationAvailability availability;
  private final DataSource database;

  ServiceState(ApplicationAvailability availability, DataSource database) {
    this.availability = availability;
    this.database = database;
  }

  boolean isReady() {
    return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
        && databaseAnswers();
  }

  private boolean databaseAnswers() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }
}
