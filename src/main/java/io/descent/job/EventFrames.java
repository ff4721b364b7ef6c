package io.descent.job;

import io.descent.engine.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes events out of rows. */
@Component
class EventFrames {

  private static final Limit PAGE = Limit.of(1_000);

  private final EventRepository events;
  private final MetricRepository metrics;
  private final JsonMapper json;

  EventFrames(EventRepository events, MetricRepository metrics, JsonMapper json) {
    this.events = events;
    this.metrics = metrics;
    this.json = json;
  }

  /** Where events go, some at a time. */
  interface Reader<E extends Exception> {
    void take(List<EventFrame> frames) throws E;
  }

  /**
   * Gives all that happened after a position, and the position after that. The status that ends the
   * job comes last: it was written together with the last epochs, so that whoever reads the
   * statuses first misses none.
   */
  <E extends Exception> EventPosition read(
      UUID job, Task task, EventPosition after, Reader<E> reader) throws E {
    List<JobEvent> statuses = events.after(job, after.status());
    List<EventFrame> next =
        statuses.stream().filter(it -> !it.status().ended()).map(this::status).toList();
    reader.take(next);
    EventPosition position = advance(after, next);
    next = epochs(job, task, position);
    while (!next.isEmpty()) {
      reader.take(next);
      position = advance(position, next);
      next = epochs(job, task, position);
    }
    next = statuses.stream().filter(it -> it.status().ended()).map(this::status).toList();
    reader.take(next);
    return advance(position, next);
  }

  private List<EventFrame> epochs(UUID job, Task task, EventPosition position) {
    return metrics.after(job, position.epoch(), PAGE).stream()
        .map(row -> epoch(job, row, task))
        .toList();
  }

  private static EventPosition advance(EventPosition position, List<EventFrame> frames) {
    EventPosition next = position;
    for (EventFrame frame : frames) {
      next = frame.advance(next);
    }
    return next;
  }

  private EventFrame status(JobEvent event) {
    return new EventFrame(
        event.jobId(),
        EventFrame.Kind.STATUS,
        new EventPosition(event.sequence(), 0),
        json.writeValueAsString(event),
        event.status().ended());
  }

  private EventFrame epoch(UUID job, EpochRow row, Task task) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("job_id", job);
    data.putAll(EpochJson.epoch(row, task));
    return new EventFrame(
        job,
        EventFrame.Kind.EPOCH,
        new EventPosition(0, row.epoch()),
        json.writeValueAsString(data),
        false);
  }

  EventFrame progress(WatchedJob job, Progress progress) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("job_id", job.id());
    data.put("phase", job.phase());
    data.put("progress", JobView.ProgressView.of(progress, job.epochs(), job.status()));
    return new EventFrame(
        job.id(),
        EventFrame.Kind.PROGRESS,
        EventPosition.START,
        json.writeValueAsString(data),
        false);
  }
}
