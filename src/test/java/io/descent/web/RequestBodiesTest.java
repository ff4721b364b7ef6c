package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestBodiesTest {

  private static final int BODY = 1 << 20;

  private final Limits limits =
      new Binder(new MapConfigurationPropertySource(Map.of("descent.limits.upload-idle", "30s")))
          .bindOrCreate("descent.limits", Limits.class);
  private Instant now = Instant.EPOCH;

  @Test
  void whoSendsALittleFasterThanTheLeastHoldsNoPlaceForGood() throws IOException {
    assertThat(secondsOf(42)).isBetween(30, 60);
    assertThat(secondsOf(100)).isBetween(60, 120);
    assertThat(secondsOf(1000)).isBetween(600, 1200);
  }

  @Test
  void aSlowLineEndsItsUpload() throws IOException {
    assertThat(secondsOf(10_000)).isEqualTo(BODY / 10_000 + 1);
  }

  @Test
  void aBodyThatIsHeldInMemoryMustBeThereSoon() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(new byte[BODY]);
    InputStream body = new RequestBodies(limits, () -> now).openHeld(request);
    assertThat(body.read(new byte[BODY - 1])).isPositive();
    now = now.plusSeconds(121);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(body::read)
        .returns(ProblemKind.UPLOAD_TIMEOUT, ProblemException::kind);
  }

  /** How long a client could send so many bytes a second. */
  private int secondsOf(int rate) throws IOException {
    now = Instant.EPOCH;
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(new byte[BODY]);
    InputStream body = new RequestBodies(limits, () -> now).open(request);
    int seconds = 0;
    try {
      while (body.read(new byte[rate]) > 0) {
        seconds++;
        now = now.plusSeconds(1);
      }
      return seconds;
    } catch (ProblemException e) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(
              () -> {
                throw e;
              })
          .returns(ProblemKind.UPLOAD_TIMEOUT, ProblemException::kind);
      return seconds;
    }
  }
}
