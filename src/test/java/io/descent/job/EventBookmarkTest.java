package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBookmarkTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);
  private static final Instant LONG_AGO = NOW.minus(Duration.ofHours(1));
  private static final UUID JOB = UUID.fromString("01997a4e-0000-7000-8000-00000000000f");

  @Test
  void itIsReadAsItWasWritten() {
    EventBookmark bookmark = new EventBookmark(NOW, Map.of(JOB, new EventPosition(3, 17)));

    assertThat(bookmark).hasToString("1800000000000,AZl6TgAAcACAAAAAAAAADw:3.17");
    assertThat(EventBookmark.parse(bookmark.toString())).contains(bookmark);
    assertThat(EventBookmark.parse("12")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "1.2", "12,", "12,3.4", "12,AZl6TgAAcACAAAAAAAAADw:3", "12,AZ:3.4"})
  void nothingElseIsRead(String text) {
    assertThat(EventBookmark.parse(text)).isEmpty();
  }

  @Test
  void aJobThatIsNotNamedWaitsOrIsNew() {
    EventBookmark bookmark = new EventBookmark(NOW, Map.of());

    assertThat(bookmark.position(JOB, LONG_AGO)).isEqualTo(EventBookmark.WAITING);
    assertThat(bookmark.position(JOB, NOW)).isEqualTo(EventPosition.START);
    assertThat(EventBookmark.names(EventBookmark.WAITING, LONG_AGO, false, NOW)).isFalse();
    assertThat(EventBookmark.names(EventBookmark.WAITING, NOW, false, NOW)).isTrue();
    assertThat(EventBookmark.names(new EventPosition(2, 0), LONG_AGO, false, NOW)).isTrue();
    assertThat(EventBookmark.names(new EventPosition(4, 9), LONG_AGO, true, NOW)).isFalse();
  }
}
