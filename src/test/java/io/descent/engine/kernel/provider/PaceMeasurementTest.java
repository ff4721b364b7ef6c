package io.descent.engine.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.Pace;
import org.junit.jupiter.api.Test;

class PaceMeasurementTest {

  @Test
  void whatWorkTakesIsMeasuredWithinReason() {
    Pace pace = new PaceMeasurement(TestKernels::plain).measure();

    assertThat(pace.nanosPerOperation()).isBetween(1e-4, 100.0);
    assertThat(pace.nanosPerByte()).isBetween(1e-4, 100.0);
    assertThat(pace.handoffNanos()).isBetween(500.0, 50_000.0);
  }
}
