package io.descent.inference;

import io.descent.model.ModelVersions;
import io.descent.model.ModelVersions.ModelVersion;
import io.descent.security.Owner;
import io.descent.web.ProblemException;
import io.descent.web.RequestMemory;
import io.descent.web.UuidV7;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Finds models as the protocol names them: by id, alias or name, and by version. */
@Component
class ProtocolModels {

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  private static final int LISTED_VERSIONS = 1000;

  private final ModelVersions versions;
  private final ModelCache models;

  ProtocolModels(ModelVersions versions, ModelCache models) {
    this.versions = versions;
    this.models = models;
  }

  /**
   * By id, by alias, by name. A version that was not asked for is the newest of a name, and an id's
   * or an alias's own.
   */
  ProtocolModel find(
      Owner owner, String named, Optional<String> version, RequestMemory.Taken memory) {
    return version(owner, named, version)
        .map(it -> new ProtocolModel(it, models.seen(owner, it.id(), memory)))
        .orElseThrow(() -> unknown(named, version));
  }

  /** The newest versions of the model's name; older ones can be asked for, and are not listed. */
  List<Integer> versions(Owner owner, ProtocolModel model) {
    return versions.newest(owner, model.model().model().id(), LISTED_VERSIONS);
  }

  private Optional<ModelVersion> version(Owner owner, String named, Optional<String> version) {
    if (version.isPresent() && !VERSION.matcher(version.get()).matches()) {
      return Optional.empty();
    }
    Optional<Integer> number = version.map(Integer::valueOf);
    Optional<ModelVersion> byId = UuidV7.read(named).flatMap(id -> versions.find(owner, id));
    return byId.filter(it -> number.isEmpty() || number.get() == it.version())
        .or(() -> versions.aliased(owner, named, number))
        .or(() -> byName(owner, named, number));
  }

  private Optional<ModelVersion> byName(Owner owner, String name, Optional<Integer> version) {
    return version.isPresent()
        ? versions.find(owner, name, version.get())
        : versions.newest(owner, name);
  }

  private static ProblemException unknown(String named, Optional<String> version) {
    return ProblemException.notFound(
        "model", named + version.map(it -> " of version " + it).orElse(""));
  }
}
