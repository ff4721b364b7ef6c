package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private final MemoryBudget memory = new MemoryBudget(100);

  @Test
  void whatDoesNotFitIsNotReserved() {
    assertThat(memory.reserve(60)).isTrue();
    assertThat(memory.reserve(41)).isFalse();
    assertThat(memory.reserve(40)).isTrue();
    assertThat(memory.taken()).isEqualTo(100);
    memory.release(60);
    assertThat(memory.reserve(60)).isTrue();
  }

  @Test
  void whatTheStartTookIsGivenBackOnceTheKernelsAreCompiled() {
    assertThat(memory.idle(false)).isFalse();
    assertThat(memory.idle(false)).isFalse();
    assertThat(memory.idle(true)).isFalse();
    assertThat(memory.idle(true)).isTrue();
    assertThat(memory.idle(true)).isFalse();
  }

  @Test
  void memoryIsGivenBackOnceAfterTheLastTrainingAndOnlyWhenItWasQuiet() {
    while (!memory.idle(true)) {
      // what the start took
    }

    memory.reserve(10);
    assertThat(memory.idle(true)).isFalse();
    memory.release(10);
    assertThat(memory.idle(true)).isFalse();
    memory.reserve(10);
    assertThat(memory.idle(true)).isFalse();
    memory.release(10);

    assertThat(memory.idle(true)).isFalse();
    assertThat(memory.idle(true)).isTrue();
    assertThat(memory.idle(true)).isFalse();
    assertThat(memory.idle(true)).isFalse();
  }
}
