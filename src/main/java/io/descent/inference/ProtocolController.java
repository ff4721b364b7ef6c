package io.descent.inference;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.Build;
import io.descent.web.ProblemException;
import io.descent.web.RequestMemory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells of the server and its models in the words of the Open Inference Protocol, version 2. */
@RestController
@RequestMapping(path = "/v2", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Open Inference Protocol")
class ProtocolController {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final int DATABASE_SECONDS = 2;

  private final ProtocolModels models;
  private final ApplicationAvailability availability;
  private final DataSource database;
  private final String version;

  ProtocolController(
      ProtocolModels models,
      ApplicationAvailability availability,
      DataSource database,
      Build build) {
    this.models = models;
    this.availability = availability;
    this.database = database;
    this.version = build.version();
  }

  @RequiresScope(Scope.INFER)
  @GetMapping
  @Operation(operationId = "getServerMetadata", summary = "Name, version and extensions")
  ProtocolMetadata.ServerMetadata server() {
    return ProtocolMetadata.ServerMetadata.of(version);
  }

  @RequiresScope(Scope.INFER)
  @GetMapping("/health/live")
  @Operation(operationId = "getServerLive", summary = "Whether the server is alive")
  ProtocolMetadata.ServerLive live() {
    return new ProtocolMetadata.ServerLive(true);
  }

  @RequiresScope(Scope.INFER)
  @GetMapping("/health/ready")
  @Operation(operationId = "getServerReady", summary = "Whether the server can answer now")
  ProtocolMetadata.ServerReady ready() {
    if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC
        || !databaseAnswers()) {
      throw ProblemException.unavailable("the service cannot answer now", RETRY_AFTER);
    }
    return new ProtocolMetadata.ServerReady(true);
  }

  private boolean databaseAnswers() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(DATABASE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  @RequiresScope(Scope.INFER)
  @GetMapping("/models/{model}")
  @Operation(
      operationId = "getModelMetadata",
      summary = "What a model takes and gives",
      description =
          "A model is named by its id, by an alias, or by its name, which means the newest of it.")
  ProtocolMetadata.ModelMetadata model(
      Owner owner, @PathVariable String model, RequestMemory.Taken memory) {
    return metadata(owner, model, Optional.empty(), memory);
  }

  @RequiresScope(Scope.INFER)
  @GetMapping("/models/{model}/versions/{version}")
  @Operation(
      operationId = "getModelVersionMetadata",
      summary = "What a version of a model takes and gives",
      description = "Version n is the n-th model that ever had the name, in the order of creation.")
  ProtocolMetadata.ModelMetadata version(
      Owner owner,
      @PathVariable String model,
      @PathVariable String version,
      RequestMemory.Taken memory) {
    return metadata(owner, model, Optional.of(version), memory);
  }

  @RequiresScope(Scope.INFER)
  @GetMapping("/models/{model}/ready")
  @Operation(operationId = "getModelReady", summary = "Whether a model can answer now")
  ProtocolMetadata.ModelReady modelReady(
      Owner owner, @PathVariable String model, RequestMemory.Taken memory) {
    models.find(owner, model, Optional.empty(), memory);
    return new ProtocolMetadata.ModelReady(model, true);
  }

  @RequiresScope(Scope.INFER)
  @GetMapping("/models/{model}/versions/{version}/ready")
  @Operation(
      operationId = "getModelVersionReady",
      summary = "Whether a version of a model can answer now")
  ProtocolMetadata.ModelReady versionReady(
      Owner owner,
      @PathVariable String model,
      @PathVariable String version,
      RequestMemory.Taken memory) {
    models.find(owner, model, Optional.of(version), memory);
    return new ProtocolMetadata.ModelReady(model, true);
  }

  private ProtocolMetadata.ModelMetadata metadata(
      Owner owner, String named, Optional<String> version, RequestMemory.Taken memory) {
    ProtocolModel model = models.find(owner, named, version, memory);
    return ProtocolMetadata.ModelMetadata.of(named, model, models.versions(owner, model));
  }
}
