package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestMemoryTest {

  private static final int MEGABYTE = 1 << 20;

  private final Limits limits =
      new Binder(
              new MapConfigurationPropertySource(
                  Map.of(
                      "descent.limits.request-memory", "5464KB",
                      "descent.limits.json-values", "50000")))
          .bindOrCreate("descent.limits", Limits.class);
  private String owner = "a";
  private final RequestMemory memory = new RequestMemory(limits, () -> owner);
  private final StrictJson json =
      new StrictJson(limits, memory, new RequestBodies(limits, InstantSource.system()));

  @Test
  void whatOthersHaveIsRefusedForNowAndWhatNeverFitsForGood() {
    RequestMemory.Taken one = memory.begin();
    RequestMemory.Taken other = memory.begin();
    one.take(3 * MEGABYTE);

    refused(other, 2 * MEGABYTE, ProblemKind.TOO_MANY);
    refused(other, 5 * MEGABYTE, ProblemKind.TOO_LARGE);
    one.close();
    assertThatNoException().isThrownBy(() -> other.take(2 * MEGABYTE));
  }

  @Test
  void anOwnerLeavesAPartToOthers() {
    memory.begin().take(3 * MEGABYTE);
    refused(memory.begin(), 3 * MEGABYTE / 2, ProblemKind.TOO_MANY);
    owner = "b";
    assertThatNoException().isThrownBy(() -> memory.begin().take(3 * MEGABYTE / 2));
  }

  @Test
  void aRequestThatIsAnsweredGivesBackWhatItTook() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    memory.of(request).take(3 * MEGABYTE);
    assertThat(memory.of(request)).isSameAs(memory.of(request));
    refused(memory.begin(), 2 * MEGABYTE, ProblemKind.TOO_MANY);

    memory.afterCompletion(request, new MockHttpServletResponse(), this, null);

    assertThatNoException().isThrownBy(() -> memory.begin().take(4 * MEGABYTE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"a\":1}", "{\"a\":{}}", "\"text\"", "0.5", "null"})
  void manySmallValuesAreRefusedBeforeTheyAreAllThere(String value) {
    byte[] body = ("[" + (value + ",").repeat(2_000_000) + "0]").getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream stream = new ByteArrayInputStream(body);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> json.read(stream, memory.begin()))
        .returns(ProblemKind.TOO_LARGE, ProblemException::kind);
    assertThat(stream.available()).isGreaterThan(body.length / 2);
  }

  @Test
  void manyNamesOfOneObjectAreRefusedToo() {
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; i < 40_000; i++) {
      body.append('"').append(i).append("\":0,");
    }
    refusedJson(body.append("\"x\":0}").toString(), ProblemKind.TOO_LARGE);
  }

  @Test
  void twoBodiesThatFitAloneDoNotFitTogether() throws IOException {
    String body = "[" + "1.25,".repeat(45_000) + "0]";
    RequestMemory.Taken first = memory.begin();
    json.read(stream(body), first);

    refusedJson(body, ProblemKind.TOO_MANY);
    first.close();
    assertThat(json.read(stream(body), memory.begin()).node().size()).isEqualTo(45_001);
  }

  private void refusedJson(String body, ProblemKind kind) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> json.read(stream(body), memory.begin()))
        .returns(kind, ProblemException::kind);
  }

  private static ByteArrayInputStream stream(String body) {
    return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(RequestMemory.Taken taken, long bytes, ProblemKind kind) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> taken.take(bytes))
        .returns(kind, ProblemException::kind);
  }
}
