package io.descent.job;

import io.descent.engine.Task;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the rows of all watched jobs, twice a second, for all readers of this process. Before the
 * web server stops it ends the streams, which would hold it up.
 */
@Component
class EventTail implements SmartLifecycle, MeterBinder {

  /** How far the tail has followed a job. */
  private record Followed(EventPosition position, Instant updatedAt) {}

  private static final Limit PAGE = Limit.of(1_000);
  private static final Logger log = LoggerFactory.getLogger(EventTail.class);

  private final WorkerJobs jobs;
  private final EventRepository events;
  private final MetricRepository metrics;
  private final LiveProgress live;
  private final JsonMapper json;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Followed> followed = new HashMap<>();
  private volatile boolean running;

  EventTail(
      WorkerJobs jobs,
      EventRepository events,
      MetricRepository metrics,
      LiveProgress live,
      JsonMapper json) {
    this.jobs = jobs;
    this.events = events;
    this.metrics = metrics;
    this.live = live;
    this.json = json;
  }

  /** False where there are as many streams as there may be, or none may be any more. */
  synchronized boolean add(EventStream stream, int most) {
    return running && streams.size() < most && streams.add(stream);
  }

  void remove(EventStream stream) {
    streams.remove(stream);
  }

  @Scheduled(fixedDelay = 500)
  void follow() {
    try {
      look();
    } catch (DataAccessException e) {
      log.warn("Could not look for events ({}); trying again", e.getMessage());
    }
  }

  private synchronized void look() {
    List<EventStream> readers = List.copyOf(streams);
    Set<UUID> watched =
        readers.stream().flatMap(it -> it.jobs().stream()).collect(Collectors.toSet());
    followed.keySet().retainAll(watched);
    if (watched.isEmpty()) {
      return;
    }
    Map<UUID, WorkerJobs.Watched> found =
        jobs.watched(watched).stream()
            .collect(Collectors.toMap(WorkerJobs.Watched::id, Function.identity()));
    Map<UUID, List<EventFrame>> news = new HashMap<>();
    found.values().forEach(job -> news.put(job.id(), news(job, readers)));
    readers.forEach(reader -> tell(reader, found.keySet(), news));
  }

  private static void tell(EventStream reader, Set<UUID> found, Map<UUID, List<EventFrame>> news) {
    if (!found.containsAll(reader.jobs())) {
      reader.close();
      return;
    }
    List<EventFrame> frames =
        reader.jobs().stream().flatMap(job -> news.getOrDefault(job, List.of()).stream()).toList();
    if (!frames.isEmpty()) {
      reader.offer(frames);
    }
  }

  /** What is new about a job since the last look; at the first, since its readers looked. */
  private List<EventFrame> news(WorkerJobs.Watched job, List<EventStream> readers) {
    Followed before = followed.get(job.id());
    List<EventFrame> news = new ArrayList<>();
    if (before == null || !before.updatedAt().equals(job.updatedAt())) {
      EventPosition from = before == null ? earliest(job.id(), readers) : before.position();
      EventPosition to = read(job.id(), job.task(), from, news::addAll);
      followed.put(job.id(), new Followed(to, job.updatedAt()));
    }
    if (job.status() == JobStatus.RUNNING) {
      news.add(progress(job, live.of(job.id()).orElse(job.progress())));
    }
    return news;
  }

  private static EventPosition earliest(UUID job, List<EventStream> readers) {
    List<EventPosition> positions =
        readers.stream()
            .filter(reader -> reader.jobs().contains(job))
            .map(reader -> reader.position(job))
            .toList();
    return new EventPosition(
        positions.stream().mapToLong(EventPosition::status).min().orElse(0),
        positions.stream().mapToInt(EventPosition::epoch).min().orElse(0));
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
    List<EventFrame> epochs = epochs(job, task, position);
    while (!epochs.isEmpty()) {
      position = give(epochs, position, reader);
      epochs = epochs(job, task, position);
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

  private List<EventFrame> epochs(UUID job, Task task, EventPosition position) {
    return metrics.after(job, position.epoch(), PAGE).stream()
        .map(row -> epoch(job, row, task))
        .toList();
  }

  private EventFrame epoch(UUID job, EpochRow row, Task task) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("job_id", job);
    data.putAll(EpochJson.epoch(row, task));
    return frame(job, EventFrame.Kind.EPOCH, new EventPosition(0, row.epoch()), data, false);
  }

  private EventFrame progress(WorkerJobs.Watched job, Progress progress) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("job_id", job.id());
    data.put("phase", job.phase());
    data.put("progress", JobView.ProgressView.of(progress, job.epochs(), job.status()));
    return frame(job.id(), EventFrame.Kind.PROGRESS, EventPosition.START, data, false);
  }

  private EventFrame frame(
      UUID job, EventFrame.Kind kind, EventPosition position, Object data, boolean last) {
    return new EventFrame(job, kind, position, json.writeValueAsString(data), last);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("descent.event.streams", streams, Set::size)
        .description("Streams of events that are open")
        .register(registry);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    streams.forEach(EventStream::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
