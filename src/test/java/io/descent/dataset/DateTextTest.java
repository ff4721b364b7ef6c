package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTextTest {

  @Property(tries = 5000)
  void anInstantIsReadInEveryZone(
      @ForAll @LongRange(min = -62_000_000_000L, max = 250_000_000_000L) long seconds,
      @ForAll @IntRange(min = -64_800, max = 64_800) int zone) {
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(zone / 60 * 60);
    LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, offset);
    String text = "%tF %<tT".formatted(local);

    assertThat(parse(text + offset)).as(text + offset).isEqualTo(seconds);
    assertThat(parse(text.replace(' ', 'T') + offset.getId().replace(":", ""))).isEqualTo(seconds);
    assertThat(parse(Instant.ofEpochSecond(seconds).toString())).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01, 0",
    "1970-01-02, 86400",
    "1969-12-31T23:59:59Z, -1",
    "2024-02-29 00:00, 1709164800",
    "2024-02-29 00:00:00 UTC, 1709164800",
    "2024-02-29T01:00:00.25+01, 1709164800.25",
    "2024-02-29T00:00:00.123456789123Z, 1709164800.123456789",
    "' 2024-02-29 ', 1709164800",
    "0001-01-01, -62135596800"
  })
  void datesAndTimesAreSecondsSince1970(String text, double seconds) {
    assertThat(parse(text)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2024",
        "2024-1-1",
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "2024-04-31",
        "2024-01-01T",
        "2024-01-01T1:00",
        "2024-01-01T24:00",
        "2024-01-01T10:60",
        "2024-01-01T10:00:60",
        "2024-01-01T10:00:00.",
        "2024-01-01T10",
        "2024-01-01X10:00",
        "2024-01-01T10:00+",
        "2024-01-01T10:00+19:00",
        "2024-01-01T10:00+01:0",
        "2024-01-01T10:00 CET",
        "01/02/2024",
        "20240101",
        "2024-01-01 and more"
      })
  void whatIsNoDateIsNone(String text) {
    assertThat(parse(text)).isNaN();
  }

  private static double parse(String text) {
    char[] padded = ("7" + text + "7").toCharArray();
    return new DateText().parse(padded, 1, text.length());
  }
}
