package io.descent.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnappyLengthTest {

  private static MemorySegment bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return MemorySegment.ofArray(bytes);
  }

  private static Map<Integer, Object> first(long uncompressed) {
    return Map.of(1, 0L, 2, uncompressed, 5, Map.of(1, 3L));
  }

  private static Map<Integer, Object> second(long type, long definitions, boolean compressed) {
    Map<Integer, Object> own = Map.of(1, 3L, 5, definitions, 6, 0L, 7, compressed);
    return Map.of(1, type, 2, 102L, 8, own);
  }

  @Test
  void aPageHoldsAsMuchAsItsHeadSays() {
    assertThat(SnappyLength.agrees(first(400), bytes(0x90, 0x03, 1, 2))).isTrue();
    assertThat(SnappyLength.agrees(first(399), bytes(0x90, 0x03, 1, 2))).isFalse();
    assertThat(SnappyLength.agrees(first(400), bytes(0xff, 0xff, 0xff, 0x7f))).isFalse();
    assertThat(SnappyLength.agrees(first(400), bytes(0xff, 0xff))).isFalse();
    assertThat(SnappyLength.agrees(first(400), bytes())).isFalse();
    assertThat(SnappyLength.agrees(first(0), bytes())).isTrue();
  }

  @Test
  void levelsBeforeThePageAreNotCompressed() {
    assertThat(SnappyLength.agrees(second(3, 2, true), bytes(7, 7, 100, 1))).isTrue();
    assertThat(SnappyLength.agrees(second(3, 2, true), bytes(7, 7, 101, 1))).isFalse();
    assertThat(SnappyLength.agrees(second(3, 9, true), bytes(7, 7, 100, 1))).isFalse();
    assertThat(SnappyLength.agrees(second(3, -1, true), bytes(7, 7, 100, 1))).isFalse();
    assertThat(SnappyLength.agrees(second(3, 2, false), bytes(7, 7, 9))).isTrue();
  }

  /** What a page of the first form says of a second one says nothing. */
  @Test
  void theTypeOfAPageDecidesItsForm() {
    assertThat(SnappyLength.agrees(second(0, 2, false), bytes(100, 1, 9))).isFalse();
    assertThat(SnappyLength.agrees(second(0, 2, true), bytes(102, 1, 9))).isTrue();
    assertThat(SnappyLength.agrees(second((1L << 32) + 3, 2, true), bytes(102, 7, 9))).isFalse();
  }
}
