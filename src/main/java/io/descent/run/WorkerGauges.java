package io.descent.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How many jobs this process trains, of how many it could, and in what memory. */
@Component
final class WorkerGauges implements MeterBinder {

  private final HeldLeases held;
  private final WorkerSettings settings;
  private final MemoryBudget memory;

  WorkerGauges(HeldLeases held, WorkerSettings settings, MemoryBudget memory) {
    this.held = held;
    this.settings = settings;
    this.memory = memory;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("descent.worker.running", held, HeldLeases::size)
        .description("Jobs that this process trains")
        .register(registry);
    Gauge.builder("descent.worker.limit", settings, WorkerSettings::workers)
        .description("Jobs that this process trains at most")
        .register(registry);
    Gauge.builder("descent.training.memory", memory, MemoryBudget::taken)
        .description("Memory that running trainings have reserved")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("descent.training.memory.limit", memory, MemoryBudget::limit)
        .description("Memory that trainings may reserve together")
        .baseUnit("bytes")
        .register(registry);
  }
}
