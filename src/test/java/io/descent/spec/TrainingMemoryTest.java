package io.descent.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.LeastSquares;
import io.descent.engine.Trainer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TrainingMemoryTest {

  private static final String MODEL =
      "{\"layers\": [{\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}";

  private final Specs specs = new Specs(SpecFixtures.LIMITS);
  private final JobSpec spec =
      specs.read(
          JsonMapper.shared().readTree(MODEL),
          JsonMapper.shared().readTree("{\"seed\": 1}"),
          SpecFixtures.iris(),
          SpecFixtures.ALONE);

  private long memory(long carried) {
    return TrainingMemory.of(
        spec.model(), spec.training(), SpecFixtures.iris().schema(), Optional.empty(), carried);
  }

  @Test
  void theLinearAnswerAtTheEndCounts() {
    long without =
        TrainingMemory.of(spec.model(), spec.training(), Optional.empty(), Optional.empty(), 0);
    assertThat(memory(0) - without).isGreaterThan(LeastSquares.memory(4, 3));
  }

  @Test
  void theModelThatATrainingStartsFromCountsAndTheNetworkMadeOfIt() {
    assertThat(memory(1000) - memory(0)).isEqualTo(1000 + Trainer.weightsMemory(spec.model()));
  }
}
