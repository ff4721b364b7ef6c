package io.descent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StrictJsonTest {

  static final Limits LIMITS =
      new Binder(new MapConfigurationPropertySource()).bindOrCreate("descent.limits", Limits.class);

  private final RequestMemory memory = new RequestMemory(LIMITS, () -> "");
  private final StrictJson json =
      new StrictJson(LIMITS, memory, new RequestBodies(LIMITS, InstantSource.system()));

  @Test
  void readsADocumentAndItsDigest() throws IOException {
    JsonBody body = read("{\"a\": [1, 2.5, \"é\"]}");

    assertThat(body.node().at("/a/1").doubleValue()).isEqualTo(2.5);
    assertThat(body.sha256()).hasSize(64).isEqualTo(read("{\"a\": [1, 2.5, \"é\"]}").sha256());
    assertThat(body.sha256()).isNotEqualTo(read("{\"a\": [1, 2.5, \"e\"]}").sha256());
  }

  @Test
  void whatIsNotJsonIsUnreadable() {
    assertUnreadable("", "", "the body is empty, and must be JSON");
    assertUnreadable("{\"a\": }", "/a", "not JSON at line 1, column 8");
    assertUnreadable("{\"a\": 1", "/a", "not JSON");
    assertUnreadable("{\"a\": 1} {}", "", "there is more after the JSON document");
    assertUnreadable("{\"a\": 1} x", "", "not JSON");
    assertUnreadable("{'a': 1}", "", "not JSON");
    assertUnreadable("{\"a\": NaN}", "/a", "not JSON");
    assertUnreadable("[1, Infinity]", "/1", "not JSON");
    assertUnreadable("[01]", "/0", "not JSON");
    assertUnreadable("[\"\n\"]", "/0", "not JSON");
  }

  @Test
  void aKeyGivenTwiceIsUnreadable() {
    assertUnreadable("{\"b\": {\"a\": 1, \"a\": 2}}", "/b/a", "this key is given twice");
  }

  @Test
  void brokenUtf8IsUnreadable() {
    assertThatThrownBy(
            () ->
                json.read(
                    new ByteArrayInputStream(new byte[] {'"', (byte) 0xff, '"'}), memory.begin()))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void depthEndsAt64() throws IOException {
    assertThat(read("[".repeat(64) + "]".repeat(64)).node().isArray()).isTrue();
    assertUnreadable("[".repeat(65) + "]".repeat(65), null, "nested deeper than 64 levels");
    assertUnreadable("[".repeat(10_000), null, "nested deeper than 64 levels");
    assertUnreadable("{\"a\":".repeat(10_000), null, "nested deeper than 64 levels");
  }

  @Test
  void hugeNumbersAreRefusedAtOnce() {
    Assertions.assertThatNoException()
        .isThrownBy(
            () ->
                org.junit.jupiter.api.Assertions.assertTimeout(
                    Duration.ofSeconds(2),
                    () -> {
                      assertUnreadable(
                          "{\"epochs\": 1e100000000}", "/epochs", "beyond what a double can hold");
                      assertUnreadable("[-1e400]", "/0", "beyond what a double can hold");
                      assertUnreadable("[" + "9".repeat(400) + "]", "/0", "beyond what a double");
                      assertUnreadable("[" + "9".repeat(1_000_000) + "]", null, "1000 digits");
                      assertUnreadable("[0." + "9".repeat(1_000_000) + "]", null, "1000 digits");
                      assertUnreadable("[1e" + "9".repeat(1_000_000) + "]", null, "1000 digits");
                    }));
  }

  @Test
  void aBodyOverTheLimitIsTooLarge() {
    assertThatThrownBy(() -> json.read(new Endless(), memory.begin()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ProblemKind.TOO_LARGE);
              assertThat(e).hasMessage("the JSON body is larger than 33554432 bytes");
            });
  }

  private JsonBody read(String text) throws IOException {
    return json.read(new ByteArrayInputStream(text.getBytes(UTF_8)), memory.begin());
  }

  private void assertUnreadable(String text, String pointer, String detail) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ProblemKind.UNREADABLE);
              FieldError error = (FieldError) e.errors().getFirst();
              assertThat(error.detail()).contains(detail);
              if (pointer != null) {
                assertThat(error.pointer()).isEqualTo(pointer);
              }
            });
  }

  /** White space without end. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return ' ';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      java.util.Arrays.fill(into, offset, offset + length, (byte) ' ');
      return length;
    }
  }
}
