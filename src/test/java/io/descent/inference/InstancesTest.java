package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.dataset.ColumnReading;
import io.descent.dataset.Encoding;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.web.FieldError;
import io.descent.web.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

class InstancesTest {

  private static final Encoding TABLE =
      new Encoding(
          Shape.of(3),
          Shape.of(4),
          Task.CLASSIFICATION,
          List.of(new Encoding.Numeric("x", 3, 1, 2), new Encoding.Numeric("y/z", 0.5, 0, 1)),
          List.of(new Encoding.Categorical("colour", List.of("7", "red"))),
          List.of(0, -1, 1),
          List.of("no", "yes"),
          Encoding.TargetScale.NONE);

  private static final Encoding IMAGE =
      new Encoding(
          Shape.of(1, 2, 3),
          Shape.of(1, 2, 3),
          Task.CLASSIFICATION,
          List.of(),
          List.of(),
          List.of(),
          List.of("0", "1"),
          Encoding.TargetScale.NONE);

  private final Problems problems = new Problems();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[5, \"red\", 0.25]",
        "{\"x\": 5, \"colour\": \"red\", \"y/z\": 0.25}",
        "{\"y/z\": 0.25, \"colour\": \"red\", \"x\": 5, \"kind\": {\"any\": [1]}}"
      })
  void aRowIsReadByPlaceOrByName(String row) {
    assertThat(table(row)).containsExactly(2f, 0f, 1f, 0.25f);
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[null, null, null]",
        "[\"\", \"\", \"\"]",
        "{\"x\": null}",
        "{\"colour\": \"green\"}"
      })
  void whatIsMissingIsTheMeanOrNoCategory(String row) {
    assertThat(table(row)).containsExactly(1f, 0f, 0f, 0.5f);
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void aNumberMayNameACategory() {
    assertThat(table("[1, 7, 0]")).containsExactly(0f, 1f, 0f, 0f);
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [true, "red", 1] | /instances/1/0 | must be a number, is true
          [1, "red", [1]] | /instances/1/2 | must be a number, is an array
          [1, "red", {"a": 1}] | /instances/1/2 | must be a number, is an object
          ["one", "red", 1] | /instances/1/0 | must be a number, is "one"
          [1e39, "red", 1] | /instances/1/0 | is beyond ±3.4e38
          [-1e999, "red", 1] | /instances/1/0 | is beyond ±3.4e38
          [1, "red"] | /instances/1 | has 2 values, but the model takes 3 columns
          [1, "red", 1, [2]] | /instances/1 | has 4 values, but the model takes 3 columns
          [] | /instances/1 | has 0 values, but the model takes 3 columns
          {"color": "red"} | /instances/1 | names none of the model's columns, such as x, colour, y/z
          {} | /instances/1 | names none of the model's columns, such as x, colour, y/z
          {"y/z": true} | /instances/1/y~1z | must be a number, is true
          5 | /instances/1 | must be a row of values or an object by column name, is a number
          null | /instances/1 | must be a row of values or an object by column name, is null
          """)
  void aBadRowIsRefusedWithItsPlace(String row, String pointer, String detail) {
    table(row);

    assertThat(problems.errors()).containsExactly(new FieldError(pointer, detail));
  }

  @Test
  void aNumberOrWordThatTheDataCallsMissingIsMissing() {
    ColumnReading reading = new ColumnReading(",", ".", "€", false, List.of("-999", "k.A."));
    Encoding spelled =
        new Encoding(
            Shape.of(3),
            Shape.of(3),
            Task.CLASSIFICATION,
            List.of(
                new Encoding.Numeric("x", 3, 0, 1, reading, null),
                new Encoding.Numeric("day", 7, 0, 1, ColumnReading.DATES, null)),
            List.of(new Encoding.Categorical("colour", List.of("red"), List.of("k.A."))),
            List.of(0, -1, 1),
            List.of("no", "yes"),
            Encoding.TargetScale.NONE);
    TableInstances rows = new TableInstances(new TableForm(spelled, "kind"));
    float[] encoded = new float[3];

    for (String missing : List.of("-999", "\"k.A.\"", "\"NA\"", "\"?\"", "\"\"", "null")) {
      read(rows, "[%s, \"k.A.\", \"null\"]".formatted(missing), encoded);
      assertThat(encoded).as(missing).containsExactly(3f, 0f, 7f);
    }
    read(rows, "[\"1.234,5 €\", \"red\", \"1970-01-01T00:01Z\"]", encoded);
    assertThat(encoded).containsExactly(1234.5f, 1f, 60f);
    double[] raw = {-999, 0, Double.NaN};
    new RawRows(spelled).encode(raw, 0, encoded, 0);
    assertThat(encoded).containsExactly(3f, 1f, 7f);
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0, 51, 102, 153, 204, 255]",
        "[[0, 51, 102], [153, 204, 255]]",
        "[[[0, 51, 102], [153, 204, 255]]]"
      })
  void pixelsAreReadFlatByRowOrByChannel(String image) {
    assertThat(image(image)).containsExactly(0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f);
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [0, 1, 2, 3, 4] | /instances/1 | has 5 values, but the model takes 6
          [0, 1, 2, 3, 4, 256] | /instances/1/5 | must be 0 to 255
          [0, 1, 2, 3, 4, -1] | /instances/1/5 | must be 0 to 255
          [0, 1, 2, 3, 4, null] | /instances/1/5 | must be a number, is null
          [0, 1, 2, 3, 4, true] | /instances/1/5 | must be a number, is true
          [0, 1, 2, 3, 4, [5]] | /instances/1/5 | must be a number, is an array
          [[0, 1, 2], [3, 4]] | /instances/1/1 | has 2 values, but the model takes 3
          [[0, 1, 2], [3, 4, 5], [1, 2, 3]] | /instances/1 | has 3 values, but the model takes 2
          [[0, 1, 2], 3] | /instances/1/1 | must be an array, is a number
          [[[0, 1, 2], [3, 4, 5]], [[0, 1, 2], [3, 4, 5]]] | /instances/1 | has 2 values, but the model takes 1
          [] | /instances/1 | has 0 values, but the model takes 6
          {"a": 1} | /instances/1 | must be an array of pixels, is an object
          "abc" | /instances/1 | must be an array of pixels, is text
          """)
  void aBadImageIsRefusedWithItsPlace(String image, String pointer, String detail) {
    image(image);

    assertThat(problems.errors()).containsExactly(new FieldError(pointer, detail));
  }

  @Test
  void deeperArraysThanAnImageAreRefused() {
    image("[[[[0, 1, 2], [3, 4, 5]]]]");

    assertThat(problems.errors())
        .contains(new FieldError("/instances/1/0/0/0", "must be a number, is an array"));
  }

  private float[] table(String instance) {
    float[] encoded = new float[4];
    read(new TableInstances(new TableForm(TABLE, "kind")), instance, encoded);
    return encoded;
  }

  private float[] image(String instance) {
    float[] encoded = new float[6];
    read(new ImageInstances(IMAGE), instance, encoded);
    return encoded;
  }

  /** Reads the instance as the second of two, and looks that the parser ends where it should. */
  private void read(InstanceForm reader, String instance, float[] into) {
    String body = "{\"instances\": [0, " + instance + ", \"end\"]}";
    try (JsonParser parser = new JsonMapper().createParser(body)) {
      for (int i = 0; i < 5; i++) {
        parser.nextToken();
      }
      reader.read(parser, into, 0, problems);
      assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
      assertThat(parser.getString()).isEqualTo("end");
    }
  }
}
