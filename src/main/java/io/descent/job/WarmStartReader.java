package io.descent.job;

import io.descent.dataset.Datasets;
import io.descent.model.Models;
import io.descent.security.Owner;
import io.descent.spec.WarmStarts;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Finds the models that jobs start from. */
@Component
class WarmStartReader implements WarmStarts {

  private final Models models;

  WarmStartReader(Models models) {
    this.models = models;
  }

  @Override
  public Optional<Start> read(Owner owner, JsonFields request, Optional<Datasets.Facts> dataset) {
    return JobRequest.WarmStart.read(request, newest(owner))
        .flatMap(it -> find(owner, it, dataset, request.problems()));
  }

  /** The newest of the owner's models of a name. */
  Function<String, Optional<UUID>> newest(Owner owner) {
    return name -> models.newest(owner, name);
  }

  Optional<WarmStartCheck> find(
      Owner owner,
      JobRequest.WarmStart asked,
      Optional<Datasets.Facts> dataset,
      Problems problems) {
    Optional<Models.Form> model = models.form(owner, asked.model());
    if (model.isEmpty()) {
      problems.invalid(JobRequest.WARM_MODEL, "there is no model " + asked.model());
    }
    return model.flatMap(
        form -> dataset.map(data -> new WarmStartCheck(asked.layers(), form, data)));
  }
}
