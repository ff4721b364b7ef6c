package io.descent.job;

import io.descent.engine.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes frames of what the rows of a job tell. */
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
    EventPosition position = give(statuses(statuses, false), after, reader);
    Epochs epochs = stored(job, position.epoch());
    position = give(frames(job, task, epochs), position, reader);
    while (!epochs.last()) {
      int known = position.epoch();
      epochs = packed(job, known).orElseGet(() -> stored(job, known));
      position = give(frames(job, task, epochs), position, reader);
    }
    return give(statuses(statuses, true), position, reader);
  }

  private static <E extends Exception> EventPosition give(
      List<EventFrame> frames, EventPosition from, Reader<E> reader) throws E {
    reader.take(frames);
    EventPosition next = from;
    for (EventFrame frame : frames) {
      next = frame.advance(next);
    }
    return next;
  }

  private List<EventFrame> statuses(List<JobEvent> events, boolean last) {
    return events.stream()
        .filter(event -> event.status().ended() == last)
        .map(
            event ->
                frame(
                    event.jobId(),
                    EventFrame.Kind.STATUS,
                    new EventPosition(event.sequence(), 0),
                    event,
                    last))
        .toList();
  }

  /**
   * @param last whether there were no more when they were read
   */
  private record Epochs(List<EpochRow> rows, boolean last) {}

  private Epochs stored(UUID job, int after) {
    List<EpochRow> rows = metrics.after(job, after, PAGE);
    return new Epochs(rows, rows.size() < PAGE.max());
  }

  /** Those that are in the pack of the epoch after one. */
  private Optional<Epochs> packed(UUID job, int after) {
    int first = MetricPack.first(after + 1);
    return metrics.packs(job, first - 1, Limit.of(1)).stream()
        .filter(pack -> pack.firstEpoch() == first)
        .map(pack -> PackedEpochs.read(pack.content()))
        .map(rows -> metrics.withLayers(job, rows.subList(after + 1 - first, rows.size())))
        .map(rows -> new Epochs(rows, false))
        .findFirst();
  }

  private List<EventFrame> frames(UUID job, Task task, Epochs epochs) {
    EpochText text = new EpochText(task);
    return epochs.rows().stream()
        .map(
            row ->
                new EventFrame(
                    job,
                    EventFrame.Kind.EPOCH,
                    new EventPosition(0, row.epoch()),
                    text.of(job, row),
                    false))
        .toList();
  }

  EventFrame progress(WatchedJob job, Progress progress) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("job_id", job.id());
    data.put("phase", job.phase());
    data.put("progress", JobView.ProgressView.of(progress, job.epochs(), job.state().status()));
    return frame(job.id(), EventFrame.Kind.PROGRESS, EventPosition.START, data, false);
  }

  private EventFrame frame(
      UUID job, EventFrame.Kind kind, EventPosition position, Object data, boolean last) {
    return new EventFrame(job, kind, position, json.writeValueAsString(data), last);
  }

  /** The status that a job has, as its row says. */
  EventFrame now(WatchedJob job) {
    EventPosition position = new EventPosition(job.statusSequence(), 0);
    return frame(job.id(), EventFrame.Kind.STATUS, position, job.event(), job.ended());
  }
}
