package io.descent.run;

import io.descent.engine.ClassWeights;
import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.insight.Diagnosis;
import io.descent.insight.Diagnosis.Baseline;
import io.descent.insight.Judgement;
import io.descent.job.EpochRow;
import io.descent.model.ModelMetrics;
import io.descent.model.ModelMetrics.PartMetrics;
import io.descent.run.Preparation.Prepared;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Judges a job's training by its epochs as they are recorded. */
final class RunDiagnosis {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Diagnosis diagnosis;
  private @Nullable JsonNode written;

  RunDiagnosis(Prepared job, ModelMetrics.Parts constantAnswer) {
    List<Double> shares = shares(job);
    boolean weighted = !shares.isEmpty();
    LossSpec loss = job.spec().model().loss();
    Samples train = job.parts().train();
    Samples validation = job.parts().validation();
    diagnosis =
        new Diagnosis(
            new Diagnosis.Setting(
                job.spec().training().plan().task(),
                validation.rows(),
                weighted ? favoured(shares, train, loss) : baseline(constantAnswer.train()),
                weighted
                    ? favoured(shares, validation, loss)
                    : baseline(constantAnswer.validation()),
                job.spec().training().plan().keepBest(),
                Math.ceilDiv(train.rows(), job.spec().training().plan().batchSize()),
                weighted));
  }

  private static List<Double> shares(Prepared job) {
    LossSpec loss = job.spec().model().loss();
    return job.spec().training().plan().classWeights().shares(job.parts().train(), loss);
  }

  /** The constant answer that class weights favour. */
  private static Baseline favoured(List<Double> shares, Samples samples, LossSpec loss) {
    if (samples.rows() == 0) {
      return Baseline.NONE;
    }
    Baseline found = Baseline.ofShares(shares, ClassWeights.counts(samples, loss));
    return loss == LossSpec.MSE ? new Baseline(found.score(), Double.NaN) : found;
  }

  private static Baseline baseline(@Nullable PartMetrics part) {
    if (part == null) {
      return Baseline.NONE;
    }
    Double score = part.accuracy() == null ? part.r2() : part.accuracy();
    return new Baseline(orNaN(score), orNaN(part.loss()));
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

  /** The network has been measured beside simpler answers. */
  void measured(ModelMetrics metrics) {
    written = null;
    ModelMetrics.Baseline baseline = metrics.baseline();
    ModelMetrics.Leakage leakage = metrics.leakage();
    ModelMetrics.@Nullable Parts linear = baseline == null ? null : baseline.linear();
    diagnosis.compare(
        new Diagnosis.Comparison(
            linear == null ? Baseline.NONE : baseline(linear.train()),
            linear == null ? Baseline.NONE : baseline(linear.validation()),
            leakage == null ? 0 : leakage.validationRowsInTrain()));
  }

  /** What says that the training part is answered no better than by a constant, if so. */
  Optional<String> learntNothing() {
    return Optional.of(diagnosis.judgement())
        .filter(it -> diagnosis.begun() && it.verdict() == Judgement.Verdict.LEARNT_NOTHING)
        .filter(it -> it.evidence().getFirst().what().startsWith("train_"))
        .map(Judgement::summary);
  }

  /** Absent before the first epoch. */
  @Nullable JsonNode json() {
    if (written == null && diagnosis.begun()) {
      written = JSON.valueToTree(diagnosis.judgement());
    }
    return written;
  }
}
