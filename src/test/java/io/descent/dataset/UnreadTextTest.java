package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"EUR 12", "12 kg", "12,34,567", "0x1F", "'1'", "(12.5)", "1 m²", "\"7\""})
  void aNumberWithWordsAroundItIsOne(String word) {
    assertThat(UnreadText.isNumbers(List.of(word, word))).isTrue();
  }

  /** Each character is tried once, or this would take hours. */
  @Test
  @Timeout(30)
  void aValueMayBeLong() {
    String quotes = "1" + "'".repeat(1 << 20) + "!";
    String brackets = "(".repeat(1 << 20) + "!";
    String digits = "1." + "1".repeat(1 << 20) + "!";

    for (String word : List.of(quotes, brackets, digits)) {
      assertThat(UnreadText.isNumbers(List.of(word, word))).isFalse();
      assertThat(UnreadText.isDates(List.of(word, word))).isFalse();
    }
  }
}
