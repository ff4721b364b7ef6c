package io.descent.job;

import io.descent.web.RepeatedLines;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Follows the rows of all watched jobs, twice a second, for all readers of this process. Before the
 * web server stops it ends the streams, which would hold it up.
 */
@Component
class EventTail implements SmartLifecycle, MeterBinder {

  /** How far the tail has followed a job. */
  private record Followed(EventPosition position, Instant updatedAt) {}

  private static final Logger log = LoggerFactory.getLogger(EventTail.class);

  private final WorkerJobs jobs;
  private final JobArrivals arrivals;
  private final EventFrames frames;
  private final LiveProgress live;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  /** Those whose readers have what happened before they came. */
  private final Set<EventStream> caughtUp = ConcurrentHashMap.newKeySet();

  private final Map<UUID, Followed> followed = new HashMap<>();
  private volatile boolean running;

  EventTail(WorkerJobs jobs, JobArrivals arrivals, EventFrames frames, LiveProgress live) {
    this.jobs = jobs;
    this.arrivals = arrivals;
    this.frames = frames;
    this.live = live;
  }

  /** False where there are as many streams as there may be, or none may be any more. */
  synchronized boolean add(EventStream stream, int most) {
    if (!running || streams.size() >= most) {
      return false;
    }
    return streams.add(stream);
  }

  /** Tells a stream of what happens from now on, and since its reader looked. */
  synchronized void follow(EventStream stream) {
    // What happened before the tail told of it the last time is looked for again
    followed.keySet().removeAll(stream.jobs());
    caughtUp.add(stream);
  }

  void remove(EventStream stream) {
    streams.remove(stream);
    caughtUp.remove(stream);
  }

  @Scheduled(fixedDelay = 500)
  void follow() {
    try {
      look();
    } catch (DataAccessException e) {
      log.warn(
          RepeatedLines.DATABASE, "Could not look for events ({}); trying again", e.getMessage());
    }
  }

  private synchronized void look() {
    followed.keySet().removeAll(arrivals.join(List.copyOf(streams)));
    List<EventStream> readers = List.copyOf(caughtUp);
    Map<EventStream, Collection<UUID>> jobsOf =
        readers.stream().collect(Collectors.toMap(Function.identity(), EventStream::jobs));
    Set<UUID> watched =
        jobsOf.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
    followed.keySet().retainAll(watched);
    if (watched.isEmpty()) {
      return;
    }
    Map<UUID, WatchedJob> found =
        jobs.watched(watched).stream()
            .collect(Collectors.toMap(WatchedJob::id, Function.identity()));
    Map<UUID, List<EventFrame>> news = new HashMap<>();
    found.values().forEach(job -> news.put(job.id(), news(job, readers)));
    jobsOf.forEach((reader, its) -> tell(reader, its, found.keySet(), news));
  }

  private static void tell(
      EventStream reader, Collection<UUID> its, Set<UUID> found, Map<UUID, List<EventFrame>> news) {
    its.stream().filter(job -> !found.contains(job)).forEach(reader::lost);
    List<EventFrame> frames =
        its.stream().flatMap(job -> news.getOrDefault(job, List.of()).stream()).toList();
    if (!frames.isEmpty()) {
      reader.offer(frames);
    }
  }

  /** What is new about a job since the last look; at the first, since its readers looked. */
  private List<EventFrame> news(WatchedJob job, List<EventStream> readers) {
    Followed before = followed.get(job.id());
    List<EventFrame> news = new ArrayList<>();
    if (before == null || !before.updatedAt().equals(job.updatedAt())) {
      EventPosition from = before == null ? earliest(job.id(), readers) : before.position();
      boolean nothing = from.equals(EventBookmark.WAITING) && job.statusSequence() == 1;
      EventPosition to = nothing ? from : frames.read(job.id(), job.task(), from, news::addAll);
      followed.put(job.id(), new Followed(to, job.updatedAt()));
    }
    if (job.state().status() == JobStatus.RUNNING) {
      news.add(frames.progress(job, live.of(job.id()).orElse(job.progress())));
    }
    return news;
  }

  private static EventPosition earliest(UUID job, List<EventStream> readers) {
    List<EventPosition> positions =
        readers.stream()
            .filter(reader -> reader.follows(job))
            .map(reader -> reader.position(job))
            .toList();
    return new EventPosition(
        positions.stream().mapToLong(EventPosition::status).min().orElse(0),
        positions.stream().mapToInt(EventPosition::epoch).min().orElse(0));
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
