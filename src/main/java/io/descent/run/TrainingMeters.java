package io.descent.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** What this process's trainings are counted and timed by. */
@Component
final class TrainingMeters {

  private static final Duration[] CHECKPOINT_BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;
  private final LongAdder samples = new LongAdder();
  private final LongAdder steps = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final Timer checkpoints;
  private final DistributionSummary checkpointSize;
  private final Counter retries;
  private final Counter takeovers;

  TrainingMeters(MeterRegistry registry) {
    this.registry = registry;
    FunctionCounter.builder("descent.training.samples", samples, LongAdder::sum)
        .description("Samples that were learnt from")
        .register(registry);
    FunctionTimer.builder(
            "descent.training.step",
            this,
            it -> it.steps.sum(),
            it -> it.nanos.sum(),
            TimeUnit.NANOSECONDS)
        .description("Updates, and the time they took")
        .register(registry);
    checkpoints =
        Timer.builder("descent.checkpoint")
            .description("Time that keeping a state took")
            .serviceLevelObjectives(CHECKPOINT_BUCKETS)
            .register(registry);
    checkpointSize =
        DistributionSummary.builder("descent.checkpoint.size")
            .description("Bytes of a kept state")
            .baseUnit("bytes")
            .register(registry);
    retries =
        Counter.builder("descent.database.retries")
            .description("Writes of trainings that failed by the database's fault")
            .register(registry);
    takeovers =
        Counter.builder("descent.jobs.takeovers")
            .description("Jobs that were taken while another process's lease stood")
            .register(registry);
  }

  /** Since the last call for the same training; steps are too quick to be counted one by one. */
  void trained(long moreSteps, long moreSamples, long moreNanos) {
    steps.add(moreSteps);
    samples.add(moreSamples);
    nanos.add(moreNanos);
  }

  /** The keeping of a state begins. */
  Timer.Sample begin() {
    return Timer.start(registry);
  }

  void kept(Timer.Sample begun, long bytes) {
    begun.stop(checkpoints);
    checkpointSize.record(bytes);
  }

  void retried() {
    retries.increment();
  }

  void takenOver() {
    takeovers.increment();
  }
}
