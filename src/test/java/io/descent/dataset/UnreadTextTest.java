package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EUR 12",
        "12 kg",
        "12,34,567",
        "0x1F",
        "'1'",
        "(12.5)",
        "1 m²",
        "\"7\"",
        "1.5D+02",
        "“7”"
      })
  void aNumberWithWordsAroundItIsOne(String word) {
    assertThat(UnreadText.isNumbers(List.of(word, word))).isTrue();
  }

  @Test
  void someMayHaveNoUnitAndMagnitudesMayDiffer() {
    assertThat(UnreadText.isNumbers(List.of("USD 5", "USD 7", "3"))).isTrue();
    assertThat(UnreadText.isNumbers(List.of("12.5k", "3.1M", "900"))).isTrue();
    assertThat(UnreadText.isNumbers(List.of("12 kg", "3 lb"))).isFalse();
    assertThat(UnreadText.isNumbers(List.of("3A", "4B", "5"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-1-2",
        "2.1.2024",
        "24-01-02",
        "1/2/24",
        "2024-01",
        "02-Jan-24",
        "Jan 2, 2024",
        "2 January 2024 10:30",
        "Mon, 02 Jan 2024",
        "2024-02-30",
        "2024년 1월 2일",
        "2024. 1. 2.",
        "令和6年1月2日",
        "2024-W05",
        "2024Q1",
        "Q1 2024"
      })
  void datesInOtherSpellingsAreNoticed(String word) {
    assertThat(UnreadText.isDates(List.of(word, word))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.10", "1/2", "march", "12:30", "may 5", "2024-13", "10-20-30-40"})
  void otherWordsAreNoDates(String word) {
    assertThat(UnreadText.isDates(List.of(word, word))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10:30", "9:05 PM", "00:12:30.5", "9:05 a.m."})
  void timesAreNoticed(String word) {
    assertThat(UnreadText.isTimes(List.of(word, word))).isTrue();
  }

  @Test
  void severalUnitsAreNoticed() {
    assertThat(UnreadText.isMeasures(List.of("12 kg", "13 lb", "9.5 kg"))).isTrue();
    assertThat(UnreadText.isMeasures(List.of("12 kg", "13 kg"))).isFalse();
    assertThat(UnreadText.isMeasures(List.of("12 Elm", "7 Oak"))).isFalse();
    assertThat(UnreadText.isTimes(List.of("1:2", "16:9", "99:99"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"KÃ¶ln", "K\ufffdln", "itâ€™s", "¼­¿ï", "ºÎ»ê ÇØ¿î´ë"})
  void textOfAnotherCharsetIsNoticed(String word) {
    assertThat(UnreadText.isGarbled(word)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Köln", "¿Qué?", "«été»", "12 m²", "Ärger & Öl", "1½ Stück", "£5", "naïve", "서울"})
  void lettersOfEveryDayAreNot(String word) {
    assertThat(UnreadText.isGarbled(word)).isFalse();
  }

  /** Each character is tried once, or this would take hours. */
  @Test
  @Timeout(30)
  void aValueMayBeLong() {
    String quotes = "1" + "'".repeat(1 << 20) + "!";
    String brackets = "(".repeat(1 << 20) + "!";
    String digits = "1." + "1".repeat(1 << 20) + "!";

    String letters = "jan".repeat(1 << 19) + "!";
    for (String word : List.of(quotes, brackets, digits, letters)) {
      assertThat(UnreadText.isNumbers(List.of(word, word))).isFalse();
      assertThat(UnreadText.isDates(List.of(word, word))).isFalse();
    }
  }
}
