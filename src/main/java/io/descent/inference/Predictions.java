package io.descent.inference;

import io.descent.security.Owner;
import io.descent.web.JsonTokens;
import io.descent.web.Limits;
import java.io.IOException;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Answers instances by a model. */
@Service
class Predictions {

  private final ModelCache models;
  private final Limits limits;

  Predictions(ModelCache models, Limits limits) {
    this.models = models;
    this.limits = limits;
  }

  ServedModel model(Owner owner, UUID id) {
    return models.get(owner, id);
  }

  Outputs answer(ServedModel model, JsonTokens body) throws IOException {
    Workspace workspace = model.borrow();
    try {
      Batches batches = new Batches(workspace, model.answer() == ServedModel.Answer.BINARY);
      InstancesReader reader = new InstancesReader(instances(model), batches, limits.instances());
      return body.read(reader::read);
    } finally {
      model.giveBack(workspace);
    }
  }

  static InstanceReader instances(ServedModel model) {
    return model
        .table()
        .<InstanceReader>map(TableInstances::new)
        .orElseGet(() -> new ImageInstances(model.model().encoding()));
  }
}
