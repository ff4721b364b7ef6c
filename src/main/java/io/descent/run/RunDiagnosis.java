package io.descent.run;

import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import io.descent.insight.ConstantAnswer;
import io.descent.insight.Diagnosis;
import io.descent.insight.Judgement;
import io.descent.job.EpochRow;
import io.descent.run.Preparation.Prepared;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Judges a job's training by its epochs as they are recorded. */
final class RunDiagnosis {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Diagnosis diagnosis;
  private @Nullable JsonNode written;

  RunDiagnosis(Prepared job) {
    Task task = job.spec().training().plan().task();
    LossSpec loss = job.spec().model().loss();
    Samples validation = job.parts().validation();
    diagnosis =
        new Diagnosis(
            new Diagnosis.Setting(
                task,
                validation.rows(),
                ConstantAnswer.of(job.parts().train(), loss, task),
                ConstantAnswer.of(validation, loss, task),
                job.spec().training().plan().keepBest()));
  }

  void add(EpochRow row) {
    written = null;
    diagnosis.add(
        new Diagnosis.Epoch(
            row.epoch(),
            row.scores().trainLoss(),
            row.scores().trainScore(),
            orNaN(row.scores().validationLoss()),
            orNaN(row.scores().validationScore()),
            row.layers() == null ? List.of() : row.layers()));
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  void diverged(int epoch) {
    written = null;
    diagnosis.diverged(epoch);
  }

  /** Absent before the first epoch. */
  @Nullable JsonNode json() {
    if (written == null && diagnosis.begun()) {
      Judgement judgement = diagnosis.judgement();
      ObjectNode json = JSON.valueToTree(judgement);
      json.put("verdict", judgement.verdict().wire());
      written = json;
    }
    return written;
  }
}
