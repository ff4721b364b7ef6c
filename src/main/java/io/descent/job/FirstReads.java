package io.descent.job;

import io.descent.engine.KernelChoice;
import io.descent.engine.Task;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Draws a chart of nothing and reads the events of nobody, a moment after the start: making the
 * repositories, translating their statements and loading the classes is most of what the first
 * chart and the first stream of a process take.
 */
@Component
class FirstReads {

  private static final UUID NONE = new UUID(0, 0);
  private static final Logger log = LoggerFactory.getLogger(FirstReads.class);

  private final JobRepository jobs;
  private final MetricRepository metrics;
  private final EventRepository events;

  FirstReads(JobRepository jobs, MetricRepository metrics, EventRepository events) {
    this.jobs = jobs;
    this.metrics = metrics;
    this.events = events;
  }

  @Scheduled(initialDelay = 1, timeUnit = TimeUnit.SECONDS)
  void prepare() {
    try (KernelChoice.Hurry _ = KernelChoice.brief()) {
      jobs.watched("", List.of(NONE));
      metrics.outlines(NONE, 0);
      metrics.packs(NONE, 0);
      metrics.packs(NONE, 0, Limit.of(1));
      metrics.at(NONE, List.of(1));
      metrics.after(NONE, 0, Limit.of(1));
      events.after(NONE, 0);
      EpochRow row = new EpochRow(1, new Scores(0, 0, null, null), 0, 0, 0, null);
      new EpochText(Task.CLASSIFICATION).page(MetricPoints.thin(List.of(row, row), 1));
    } catch (DataAccessException e) {
      log.info("The first chart will take a little longer: {}", e.getMessage());
    }
  }
}
