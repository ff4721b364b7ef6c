package io.descent;

import io.descent.engine.KernelChoice;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Which groups of kernels are as fast as they get. */
@Component
final class KernelGauges implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    KernelChoice.readiness()
        .forEach(
            (group, ready) ->
                Gauge.builder("descent.kernel.ready", () -> ready.getAsBoolean() ? 1 : 0)
                    .description("Whether a group of kernels is compiled")
                    .tag("group", group)
                    .register(registry));
  }
}
