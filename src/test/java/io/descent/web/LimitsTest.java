package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class LimitsTest {

  @Test
  void memoryThatIsNotSetIsAPartOfTheHeap() {
    DataSize part = DataSize.ofBytes(Runtime.getRuntime().maxMemory() / 8);
    Limits limits = limits(Map.of("descent.limits.model-cache", "3MB"));
    assertThat(limits.modelCache()).isEqualTo(DataSize.ofMegabytes(3));
    assertThat(limits.evaluation()).isEqualTo(part);
    assertThat(limits.importedWeights()).isEqualTo(part);
    assertThat(limits.evaluationRows()).isEqualTo(100_000);
  }

  @Test
  void aCellIsMeasuredInBytesOfItsText() {
    Limits limits = limits(Map.of("descent.limits.cell", "6B"));
    for (String most : List.of("abcdef", "\u00e4\u00e4\u00e4", "\u20ac\u20ac", "\ud83d\ude00ab")) {
      assertThat(isBeyond(limits, most)).as(most).isFalse();
      assertThat(isBeyond(limits, most + "x")).as(most).isTrue();
    }
  }

  private static boolean isBeyond(Limits limits, String text) {
    return limits.isBeyondCell(("-" + text + "-").toCharArray(), 1, text.length());
  }

  private static Limits limits(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("descent.limits", Limits.class);
  }
}
