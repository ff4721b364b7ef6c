package io.descent.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.web.JsonFields;
import io.descent.web.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StrategyTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String REQUEST =
      """
      {"model": {"layers": [{"type": "affine", "out": 8}]},
       "training": {"epochs": 9, "optimizer": {"type": "sgd"}}, "space": %s}
      """;
  private static final String SPACE =
      """
      {"/training/optimizer/lr": {"log_uniform": [1e-4, 1]},
       "/model/layers/0/out": {"choice": [16, 64]},
       "/training/optimizer/momentum": {"uniform": [0, 0.95]},
       "/training/batch_size": {"int": [8, 256], "log": true}}
      """;

  private final Problems problems = new Problems();

  private SweepSpace space(String space) {
    JsonNode request = JSON.readTree(REQUEST.formatted(space));
    return SweepSpace.read(
        JsonFields.of(request.path("space"), SweepSpace.POINTER, problems), request);
  }

  private List<String> refused(String space) {
    space(space);
    return problems.errors().stream().map(it -> it.pointer() + " " + it.detail()).toList();
  }

  @Test
  void theSameSeedGivesTheSamePointsInWhateverOrderTheSpaceIsWritten() {
    Strategy random = new Strategy.Random(50);
    List<Map<String, JsonNode>> points = random.points(space(SPACE), 7);
    String turned =
        """
        {"/training/batch_size": {"int": [8, 256], "log": true},
         "/training/optimizer/momentum": {"uniform": [0, 0.95]},
         "/model/layers/0/out": {"choice": [16, 64]},
         "/training/optimizer/lr": {"log_uniform": [1e-4, 1]}}
        """;

    assertThat(random.points(space(turned), 7)).isEqualTo(points);
    assertThat(random.points(space(SPACE), 8)).isNotEqualTo(points);
    assertThat(new Strategy.Halving(50, 3, 1).points(space(SPACE), 7)).isEqualTo(points);
    assertThat(new HashSet<>(points)).hasSize(50);
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void pointsFillTheirRangesAndStayWithin() {
    List<Map<String, JsonNode>> points = new Strategy.Random(1000).points(space(SPACE), 1);

    List<Double> lr = values(points, "/training/optimizer/lr");
    List<Double> size = values(points, "/training/batch_size");
    assertThat(lr).allMatch(it -> it >= 1e-4 && it <= 1);
    assertThat(size).allMatch(it -> it >= 8 && it <= 256 && it == Math.rint(it));
    assertThat(values(points, "/training/optimizer/momentum"))
        .allMatch(it -> it >= 0 && it <= 0.95);
    // Half of them below the middle of the logarithms
    assertThat(lr.stream().filter(it -> it < 1e-2).count()).isBetween(440L, 560L);
    assertThat(size.stream().filter(it -> it < 45).count()).isBetween(440L, 560L);
    assertThat(values(points, "/model/layers/0/out")).contains(16.0, 64.0);
  }

  private static List<Double> values(List<Map<String, JsonNode>> points, String pointer) {
    return points.stream().map(it -> it.get(pointer).doubleValue()).toList();
  }

  @Test
  void aGridIsEveryCombination() {
    String space =
        """
        {"/training/batch_size": {"int": [8, 10]}, "/model/layers/0/out": {"choice": [16, 64]}}
        """;

    SweepSpace read = space(space);
    assertThat(read.size()).contains(6L);
    assertThat(new Strategy.Grid().points(read, 0).stream().map(it -> it.values().toString()))
        .containsExactly("[16, 8]", "[16, 9]", "[16, 10]", "[64, 8]", "[64, 9]", "[64, 10]");
    assertThat(space(SPACE).size()).isEmpty();
  }

  @Test
  void aPointIsWrittenIntoACopyOfTheRequest() {
    ObjectNode request = (ObjectNode) JSON.readTree(REQUEST.formatted("{}"));
    Map<String, JsonNode> point =
        Map.of(
            "/model/layers/0/out", JSON.readTree("64"),
            "/training/batch_size", JSON.readTree("5"));

    ObjectNode filled = SweepSpace.at(point, request);

    assertThat(filled.at("/model/layers/0/out").intValue()).isEqualTo(64);
    assertThat(filled.at("/training/batch_size").intValue()).isEqualTo(5);
    assertThat(request.at("/model/layers/0/out").intValue()).isEqualTo(8);
  }

  @Test
  void whatASpaceCannotMeanIsRefusedByPointer() {
    assertThat(
            refused(
                """
                {"/name": {"choice": [1]},
                 "/model/layers/3/out": {"choice": [1]},
                 "/training/schedule/gamma": {"uniform": [0, 1]},
                 "/training/optimizer": {"choice": [{"type": "adam"}]},
                 "/training/optimizer/lr": {"log_uniform": [0, 1]},
                 "/training/optimizer/momentum": {"uniform": [1, 0]},
                 "/training/batch_size": {"int": [1.5, 3]},
                 "/training/clip_norm": {"uniform": [-1e308, 1e308]},
                 "/training/epochs": {"choice": []}}
                """))
        .contains(
            "/space/~1name must be a pointer below /model or /training",
            "/space/~1model~1layers~13~1out the request has nothing at /model/layers/3 that could"
                + " hold it",
            "/space/~1training~1schedule~1gamma the request has nothing at /training/schedule that"
                + " could hold it",
            "/space/~1training~1optimizer~1lr/log_uniform low must be above 0 and at most high",
            "/space/~1training~1optimizer~1momentum/uniform low must be at most high",
            "/space/~1training~1batch_size/int must be whole numbers",
            "/space/~1training~1clip_norm/uniform low and high are too far apart for a double",
            "/space/~1training~1epochs/choice must have 1 to 1000 values, has 0");
  }

  @Test
  void aSettingWithinAnotherIsRefused() {
    assertThat(
            refused(
                """
                {"/training/optimizer": {"choice": [{"type": "adam"}]},
                 "/training/optimizer/lr": {"uniform": [0.1, 1]}}
                """))
        .containsExactly("/space/~1training~1optimizer~1lr is within /training/optimizer");
  }

  @Test
  void rungsMultiplyUpToAllEpochsAndKeepOneInSoMany() {
    Strategy halving = new Strategy.Halving(27, 3, 3);

    assertThat(halving.rungs(81)).containsExactly(3, 9, 27, 81);
    assertThat(halving.rungs(30)).containsExactly(3, 9, 27, 30);
    assertThat(halving.rungs(2)).containsExactly(2);
    assertThat(List.of(halving.kept(27), halving.kept(9), halving.kept(4), halving.kept(1)))
        .containsExactly(9, 3, 2, 1);
    assertThat(new Strategy.Random(9).rungs(30)).containsExactly(30);
    assertThat(new Strategy.Random(9).kept(9)).isEqualTo(9);
  }

  @Test
  void trialsAreRankedByValueAndThenNumberWhateverTheOrderTheyCameIn() {
    List<Ranking.Standing> standings =
        new ArrayList<>(
            List.of(
                new Ranking.Standing(1, OptionalDouble.of(0.5)),
                new Ranking.Standing(2, OptionalDouble.empty()),
                new Ranking.Standing(3, OptionalDouble.of(0.25)),
                new Ranking.Standing(4, OptionalDouble.of(0.5)),
                new Ranking.Standing(5, OptionalDouble.of(Double.NaN)),
                new Ranking.Standing(6, OptionalDouble.of(-0.0)),
                new Ranking.Standing(7, OptionalDouble.of(0.0))));
    for (int turn = 0; turn < standings.size(); turn++) {
      Collections.rotate(standings, 1);
      assertThat(new Ranking(false).of(standings)).containsExactly(6, 7, 3, 1, 4, 2, 5);
      assertThat(new Ranking(true).of(standings)).containsExactly(1, 4, 3, 6, 7, 2, 5);
    }
  }
}
