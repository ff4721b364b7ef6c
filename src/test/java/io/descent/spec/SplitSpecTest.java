package io.descent.spec;

import static io.descent.spec.SpecFixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.descent.dataset.ClassCount;
import io.descent.dataset.Column;
import io.descent.dataset.Column.Kind;
import io.descent.dataset.Datasets;
import io.descent.dataset.Schema;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitSpecTest {

  private final Specs specs = new Specs(SpecFixtures.LIMITS);

  @Test
  void aDataSetWithPartsOfItsOwnIsSplitByThemUnlessTheJobSaysOtherwise() {
    JobSpec own = read("{}", new Schema.Parts("part", 80, 15, 5));

    assertThat(own.trainingJson().get("split")).hasToString("{\"column\":\"part\"}");
    assertThat(own.training().split().by()).isEqualTo(TrainingSpec.SplitBy.COLUMN);
    JobSpec other =
        read(
            "{\"split\": {\"train\": 1, \"validation\": 0, \"test\": 0}}",
            new Schema.Parts("part", 80, 15, 5));
    assertThat(other.training().split().by()).isEqualTo(TrainingSpec.SplitBy.SHUFFLE);
    assertThat(read("{}", null).training().split().by()).isEqualTo(TrainingSpec.SplitBy.SHUFFLE);
  }

  @Test
  void theBatchIsCutToTheRowsOfThePart() {
    assertThat(
            read("{\"batch_size\": 90}", new Schema.Parts("part", 80, 15, 5))
                .training()
                .plan()
                .batchSize())
        .isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource({"group, name, GROUP", "order, day, ORDER", "group, x, GROUP"})
  void rowsAreSplitByAColumn(String field, String column, TrainingSpec.SplitBy by) {
    JobSpec spec = read("{\"split\": {\"%s\": \"%s\"}}".formatted(field, column), null);

    assertThat(spec.training().split().by()).isEqualTo(by);
    assertThat(spec.training().split().stratify()).isFalse();
    assertThat(spec.trainingJson().get("split").get(field).asString()).isEqualTo(column);
    assertThat(specs.stored(spec.modelJson(), spec.trainingJson(), facts(null))).isEqualTo(spec);
  }

  @ParameterizedTest
  @CsvSource({
    "group, nobody, /training/split/group",
    "order, name, /training/split/order",
    "column, part, /training/split/column",
    "group, site, /training/split/group"
  })
  void aColumnThatDoesNotFitIsRefused(String field, String column, String pointer) {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () -> read("{\"split\": {\"%s\": \"%s\"}}".formatted(field, column), null));

    assertThat(refusal.errors())
        .extracting(it -> ((FieldError) it).pointer())
        .containsExactly(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "train": 0.8, "validation": 0.2 | train, validation and test add to 1.1, not to 1; one that is left out has its default, so say each
          "train": 0.8, "validation": 0.2, "test": 0.1 | train, validation and test add to 1.1, not to 1
          """)
  void fractionsThatDoNotAddToOneAreRefusedWithWhatIsCounted(String said, String detail) {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class, () -> read("{\"split\": {" + said + "}}", null));

    assertThat(List.<Object>copyOf(refusal.errors()))
        .containsExactly(new FieldError("/training/split", detail));
  }

  @Test
  void rowsOfAnotherDataSetAreTheTestPart() {
    Datasets.Facts own = facts(null);
    String split = "{\"split\": {%s\"test_dataset_id\": \"%s\"}}";
    JobSpec spec = tested(split.formatted("\"group\": \"name\", ", own.id()), own);

    assertThat(spec.training().split().testDataset()).contains(own.id());
    assertThat(spec.training().split().train()).isEqualTo(0.9);
    assertThat(spec.training().split().test()).isZero();
    assertThat(specs.stored(spec.modelJson(), spec.trainingJson(), own)).isEqualTo(spec);
    Datasets.Facts parts = facts(new Schema.Parts("part", 85, 15, 0));
    assertThat(tested(split.formatted("\"column\": \"part\", ", own.id()), parts).trainingJson())
        .isNotNull();
    Datasets.Facts tested = facts(new Schema.Parts("part", 80, 15, 5));
    assertThat(
            catchThrowableOfType(
                    ProblemException.class,
                    () -> tested(split.formatted("\"column\": \"part\", ", own.id()), tested))
                .detail())
        .contains("5 rows that they are for test");
  }

  private JobSpec tested(String training, Datasets.Facts facts) {
    return specs.read(
        json(SpecFixtures.IRIS_MODEL),
        json(training),
        facts,
        _ -> Optional.of(facts(new Schema.Parts("other", 1, 1, 1)).schema()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "group": "name", "stratify": true | not_stratified     | /training/split/stratify
          "order": "day", "stratify": true  | not_stratified     | /training/split/stratify
          "column": "part", "train": 0.8    | fractions_unheeded | /training/split
          """)
  void whatAColumnMakesOfNoUseIsTold(String said, String code, String pointer) {
    assertThat(read("{\"split\": {" + said + "}}", new Schema.Parts("part", 80, 15, 5)).warnings())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.code()).isEqualTo(code);
              assertThat(it.pointer()).isEqualTo(pointer);
            });
  }

  private JobSpec read(String training, Schema.@Nullable Parts parts) {
    return specs.read(
        json(SpecFixtures.IRIS_MODEL), json(training), facts(parts), SpecFixtures.ALONE);
  }

  private static Datasets.Facts facts(Schema.@Nullable Parts parts) {
    return SpecFixtures.facts(
        new Schema(
            Schema.Format.CSV,
            Task.CLASSIFICATION,
            100,
            Shape.of(4),
            Shape.of(4),
            "y",
            List.of(
                new Column("x", Kind.NUMERIC, 0, 0.0, 1.0, 0.5, List.of()),
                new Column("name", Kind.IGNORED, 0, null, null, null, List.of()),
                new Column("site", Kind.IGNORED, 0, 2.0, 2.0, 2.0, List.of()),
                new Column("day", Kind.IGNORED, 0, 0.0, 1.0, 0.5, List.of())),
            List.of(new ClassCount("a", 40), new ClassCount("b", 30), new ClassCount("c", 30)),
            parts));
  }
}
