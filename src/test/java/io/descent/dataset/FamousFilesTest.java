package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.descent.dataset.Column.Kind;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.FileError;
import io.descent.web.ProblemException;
import io.descent.web.Warning;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The files that everybody begins with, in the shape that their owners give them. */
class FamousFilesTest {

  private final Intake intake = new Intake(Intake.defaultLimits());

  @Test
  void irisAsItsArchiveHasItHasNoHeader() {
    String iris = "5.1,3.5,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n";
    iris += "6.3,3.3,6.0,2.5,Iris-virginica\n\n";

    assertThat(refusal(iris).detail()).contains("header=false");
    Schema schema = read(iris, "header", "false");
    assertThat(schema.rows()).isEqualTo(3);
    assertThat(schema.target()).isEqualTo("column_5");
    assertThat(schema.labels()).hasSize(3);
  }

  @Test
  void wineQualityIsPartedBySemicolonsAndQuotesItsNames() {
    Schema schema =
        read(
            """
            "fixed acidity";"volatile acidity";"citric acid";"residual sugar";"chlorides";\
            "free sulfur dioxide";"total sulfur dioxide";"density";"pH";"sulphates";"alcohol";"quality"
            7.4;0.7;0;1.9;0.076;11;34;0.9978;3.51;0.56;9.4;5
            7.8;0.88;0;2.6;0.098;25;67;0.9968;3.2;0.68;9.8;5
            11.2;0.28;0.56;1.9;0.075;17;60;0.998;3.16;0.58;9.8;6
            """);

    assertThat(schema.columns().subList(0, 11))
        .allMatch(it -> it.kind() == Kind.NUMERIC)
        .first()
        .extracting(Column::name)
        .isEqualTo("fixed acidity");
    assertThat(schema.target()).isEqualTo("quality");
    assertThat(schema.labels()).containsExactly("5", "6");
  }

  @Test
  void adultHasBlanksAfterCommasNoHeaderAndQuestionMarks() {
    String adult =
        """
        39, State-gov, 77516, Bachelors, 13, Never-married, Adm-clerical, Not-in-family, White, Male, 2174, 0, 40, United-States, <=50K
        50, Self-emp-not-inc, 83311, Bachelors, 13, Married-civ-spouse, Exec-managerial, Husband, White, Male, 0, 0, 13, ?, <=50K
        54, ?, 180211, Some-college, 10, Married-civ-spouse, ?, Husband, Asian-Pac-Islander, Male, 0, 0, 60, South, >50K

        """;

    assertThat(refusal(adult).detail()).contains("header=false");
    Schema schema = read(adult, "header", "false", "missing", "?");
    assertThat(schema.columns())
        .extracting(Column::kind)
        .filteredOn(it -> it == Kind.NUMERIC)
        .hasSize(6);
    assertThat(schema.columns().get(1).categories())
        .containsExactly("Self-emp-not-inc", "State-gov");
    assertThat(schema.columns().get(1).missing()).isEqualTo(1);
    assertThat(schema.labels()).containsExactly("<=50K", ">50K");
  }

  @Test
  void autoMpgHasRunsOfBlanksATabAndNamesInQuotes() {
    String cars =
        """
        18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"
        25.0   4   98.00      ?          2046.      19.0   71  1\t"ford pinto"
        24.0   4   113.0      95.00      2372.      15.0   70  3\t"toyota corona mark ii"
        """;

    assertThat(refusal(cars).detail()).contains("header=false");
    assertThat(refusal(cars, "target", "mpg").detail())
        .contains("no column \"mpg\"; if its first line is a row, say header=false");
    Schema schema =
        read(
            cars,
            "header",
            "false",
            "target",
            "column_1",
            "ignore",
            "column_9",
            "task",
            "regression");
    assertThat(schema.rows()).isEqualTo(3);
    assertThat(schema.task()).isEqualTo(Task.REGRESSION);
    assertThat(schema.inputs()).hasSize(7).allMatch(it -> it.kind() == Kind.NUMERIC);
    assertThat(schema.columns().get(3).missing()).isEqualTo(1);
    assertThat(schema.columns().get(4).max()).isEqualTo(3504);
  }

  @Test
  void titanicHasNamesWithCommasMissingAgesAndTicketsThatAreMostlyNumbers() {
    String titanic =
        """
        PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked
        1,0,3,"Braund, Mr. Owen Harris",male,22,1,0,A/5 21171,7.25,,S
        2,1,1,"Cumings, Mrs. John Bradley (Florence Briggs Thayer)",female,38,1,0,PC 17599,71.2833,C85,C
        5,0,3,"Allen, Mr. William Henry",male,35,0,0,373450,8.05,,S
        6,0,3,"Moran, Mr. James",male,,0,0,330877,8.4583,,Q
        7,0,1,"McCarthy, Mr. Timothy J",male,54,0,0,17463,51.8625,E46,S
        """;

    ProblemException refusal = refusal(titanic, "target", "Survived");
    assertThat(Intake.errors(refusal)).extracting(FileError::column).containsExactly("Ticket");
    assertThat(refusal.detail()).contains("categorical").contains("ignore");
    StoredContent content =
        intake.csv(titanic, Intake.fields("target", "Survived", "ignore", "Ticket,PassengerId"));
    Schema schema = content.description().schema();
    assertThat(schema.labels()).containsExactly("0", "1");
    assertThat(schema.columns().get(5).kind()).isEqualTo(Kind.NUMERIC);
    assertThat(schema.columns().get(5).missing()).isEqualTo(1);
    assertThat(schema.columns().get(3).categories()).contains("Braund, Mr. Owen Harris");
    assertThat(schema.columns().get(10).missing()).isEqualTo(3);
    assertThat(content.description().warnings()).extracting(Warning::code).isNotEmpty();
    assertThat(read(titanic, "target", "Survived", "categorical", "Ticket").columns().get(8).kind())
        .isEqualTo(Kind.CATEGORICAL);
  }

  @Test
  void theDigitRecognizerIsATableOfPixelsAndImagesWhereItIsSaid() {
    String pixels =
        IntStream.range(0, 784).mapToObj(it -> "pixel" + it).collect(Collectors.joining(","));
    StringBuilder csv = new StringBuilder("label," + pixels + "\n");
    for (int row = 0; row < 6; row++) {
      int seed = row;
      csv.append(row % 3)
          .append(',')
          .append(
              IntStream.range(0, 784)
                  .mapToObj(it -> String.valueOf(it * (seed + 7) % 256))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }

    Schema images = read(csv.toString(), "target", "label", "image", "1,28,28");
    assertThat(images.inputShape()).isEqualTo(Shape.of(1, 28, 28));
    assertThat(images.labels()).containsExactly("0", "1", "2");
    assertThat(images.ofImages()).isTrue();
    Schema table = read(csv.toString(), "target", "label");
    assertThat(table.inputShape()).isEqualTo(Shape.of(784));
  }

  private Schema read(String csv, String... fields) {
    return intake.csv(csv, Intake.fields(fields)).description().schema();
  }

  private ProblemException refusal(String csv, String... fields) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> intake.csv(csv, Intake.fields(fields)));
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal;
  }
}
