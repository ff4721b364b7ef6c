package io.descent.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.descent.engine.Kind;
import io.descent.engine.ScheduleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScheduleTest {

  static Stream<JsonNode> oracles() throws IOException {
    try (InputStream in = ScheduleTest.class.getResourceAsStream("/oracles/lr_schedules.json")) {
      JsonNode all = JsonMapper.builder().build().readTree(in);
      return StreamSupport.stream(all.get("schedules").spliterator(), false);
    }
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void ratesAgreeWithPyTorch(JsonNode oracle) {
    Schedule schedule = schedule(oracle);
    JsonNode rates = oracle.get("lr");
    for (int epoch = 0; epoch < rates.size(); epoch++) {
      double expected = rates.get(epoch).asDouble();
      assertThat(schedule.lr(0.1, epoch)).isCloseTo(expected, within(1e-8 * expected + 1e-12));
    }
  }

  @Test
  void everyScheduleHasItsRates() throws IOException {
    List<String> types = oracles().map(oracle -> oracle.get("type").asString()).toList();
    assertThat(ScheduleSpec.kinds().stream().map(Kind::type).filter(it -> !it.equals("constant")))
        .isSubsetOf(types);
  }

  private static Schedule schedule(JsonNode o) {
    return switch (o.get("type").asString()) {
      case "step" -> new Schedule.Step(o.get("step_size").asInt(), o.get("gamma").asDouble());
      case "exponential" -> new Schedule.Exponential(o.get("gamma").asDouble());
      case "cosine" -> new Schedule.Cosine(o.get("total").asInt(), o.get("min_lr").asDouble());
      case "warmup_cosine" ->
          new Schedule.WarmupCosine(
              o.get("warmup").asInt(),
              o.get("start_factor").asDouble(),
              o.get("total").asInt(),
              o.get("min_lr").asDouble());
      default -> throw new IllegalArgumentException(o.toString());
    };
  }

  @Test
  void afterTheTotalTheRateStays() {
    assertThat(new Schedule.Cosine(10, 0.01).lr(0.1, 25)).isEqualTo(0.01);
    assertThat(new Schedule.WarmupCosine(5, 0.1, 10, 0.01).lr(0.1, 25)).isEqualTo(0.01);
    assertThat(new Schedule.WarmupCosine(5, 0.1, 5, 0.01).lr(0.1, 4)).isLessThan(0.1);
    assertThat(new Schedule.Constant().lr(0.1, 25)).isEqualTo(0.1);
  }
}
