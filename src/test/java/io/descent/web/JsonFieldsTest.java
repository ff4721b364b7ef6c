package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonFieldsTest {

  private enum Keep {
    LAST,
    BEST
  }

  private final Problems problems = new Problems();

  @Test
  void readsWhatIsThere() {
    JsonFields in = object("{\"out\": 3, \"rate\": 0.5, \"name\": \"a\", \"keep\": \"best\"}");

    assertThat(in.requiredInt("out", 1, 9)).hasValue(3);
    assertThat(in.optionalDouble("rate", Interval.below(0, 1))).hasValue(0.5);
    assertThat(in.requiredText("name", 200)).contains("a");
    assertThat(in.choiceOr("keep", Keep.LAST)).isEqualTo(Keep.BEST);
    assertThat(in.intOr("epochs", 20, 1, 100)).isEqualTo(20);
    assertThat(in.booleanOr("nesterov", true)).isTrue();
    in.done();
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void wholeNumbersMayBeWrittenWithAFractionOfZero() {
    assertThat(object("{\"n\": 1e3}").requiredInt("n", 1, 1000)).hasValue(1000);
    assertThat(object("{\"n\": 2.0}").requiredInt("n", 1, 1000)).hasValue(2);
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void aNumberBeyondItsRangeIsReadableButWrong() {
    assertThat(object("{\"n\": 2147483648}").requiredInt("n", 1, Integer.MAX_VALUE)).isEmpty();
    assertThat(object("{\"n\": " + "9".repeat(200) + "}").optionalLong("n", 0, 9)).isEmpty();
    assertThat(object("{\"n\": 9007199254740993}").optionalLong("n", 0, (1L << 53) - 1)).isEmpty();
    object("{\"n\": 1.0}").optionalDouble("n", Interval.below(0, 1));

    assertThat(problems.errors())
        .extracting(FieldError::detail)
        .startsWith("must be 1 to 2147483647, is 2147483648")
        .endsWith("must be at least 0 and below 1, is 1.0");
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INVALID));
  }

  @Test
  void aWrongTypeIsUnreadable() {
    JsonFields in =
        object("{\"n\": 1.5, \"d\": \"1\", \"b\": 1, \"o\": [], \"a\": {}, \"t\": null}");
    in.optionalInt("n", 0, 9);
    in.optionalDouble("d", Interval.any());
    in.booleanOr("b", false);
    in.optionalObject("o");
    in.optionalArray("a");
    in.optionalText("t", 9);

    assertThat(problems.errors())
        .containsExactly(
            new FieldError("/x/n", "must be a whole number, is the number 1.5"),
            new FieldError("/x/d", "must be a number, is text"),
            new FieldError("/x/b", "must be true or false, is the number 1"),
            new FieldError("/x/o", "must be an object, is an array"),
            new FieldError("/x/a", "must be an array, is an object"),
            new FieldError("/x/t", "must be text, is null"));
  }

  @Test
  void unreadableWinsOverWrong() {
    JsonFields in = object("{\"n\": -1, \"typo\": 1}");
    in.requiredInt("n", 0, 9);
    in.done();

    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ProblemKind.UNREADABLE);
              assertThat(e.errors()).hasSize(2);
            });
  }

  @Test
  void anUnknownFieldNamesTheNearestKnownOne() {
    JsonFields in = object("{\"momentun\": 1, \"zzzzzzzzzzz\": 2, \"a/b~\": 3}");
    in.optionalDouble("momentum", Interval.any());
    in.done();

    assertThat(problems.errors())
        .containsExactly(
            new FieldError("/x/a~1b~0", "unknown field; known are momentum"),
            new FieldError("/x/momentun", "unknown field; did you mean \"momentum\"?"),
            new FieldError("/x/zzzzzzzzzzz", "unknown field; known are momentum"));
  }

  @Test
  void anUnknownWordIsReadableButWrong() {
    object("{\"type\": \"afine\"}").requiredChoice("type", Set.of("affine"));

    assertThat(problems.errors())
        .containsExactly(
            new FieldError(
                "/x/type", "unknown value \"afine\"; known are affine; did you mean \"affine\"?"));
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INVALID));
  }

  @Test
  void missingFieldsAreNotedOnce() {
    JsonFields in = object("{}");
    in.requiredInt("out", 1, 2);
    in.requiredObject("optimizer");

    assertThat(problems.errors())
        .containsExactly(
            new FieldError("/x/out", "is missing"), new FieldError("/x/optimizer", "is missing"));
  }

  @Test
  void whatIsNotAnObjectIsNotedOnceAndHasNoFields() {
    JsonFields in = object("[1]");
    in.requiredInt("out", 1, 2);
    in.done();

    assertThat(problems.errors())
        .containsExactly(new FieldError("/x", "must be an object, is an array"));
  }

  @Test
  void nullIsAbsentOnlyWhereAllowed() {
    JsonFields in = object("{\"clip_norm\": null, \"lr\": null}").nullable("clip_norm");

    assertThat(in.optionalDouble("clip_norm", Interval.above(0))).isEmpty();
    assertThat(problems.isEmpty()).isTrue();
    assertThat(in.optionalDouble("lr", Interval.above(0))).isEmpty();
    assertThat(problems.errors()).hasSize(1);
  }

  @Test
  void textThatNoDatabaseKeepsIsWrong() {
    for (String text : List.of("", "a\\u0000b", "\\ud800", "x".repeat(201))) {
      object("{\"name\": \"" + text + "\"}").requiredText("name", 200);
    }
    object("{\"name\": \"" + "😀".repeat(200) + "\\r\\n\"}").requiredText("name", 202);

    assertThat(problems.errors()).hasSize(4);
  }

  @Test
  void anIdHasTheFormOfAUuid() {
    String id = "019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70";
    assertThat(object("{\"job_id\": \"" + id + "\"}").optionalId("job_id"))
        .contains(UUID.fromString(id));
    assertThat(object("{\"job_id\": \"1-2-3-4-5\"}").optionalId("job_id")).isEmpty();

    assertThat(problems.errors()).containsExactly(new FieldError("/x/job_id", "is not an id"));
  }

  @Test
  void aHintListsNoMoreThanCanBeRead() {
    List<String> known = IntStream.range(0, 1000).mapToObj(i -> "column" + i).toList();

    assertThat(Spelling.hint("petal", known)).endsWith(", column39 and 960 more");
  }

  @Test
  void atMostAHundredProblemsAreKept() {
    for (int i = 0; i < 1000; i++) {
      problems.invalid("/" + i, "wrong");
    }
    assertThat(problems.errors()).hasSize(100);
  }

  private JsonFields object(String json) {
    return JsonFields.of(JsonMapper.shared().readTree(json), "/x", problems);
  }
}
