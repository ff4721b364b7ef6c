package io.descent.job;

import io.descent.web.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Begins the streams of all jobs of an owner, and adds the jobs that are created meanwhile. */
@Component
class JobArrivals {

  /** Longer than a job may take to be seen, whatever the clock says that its id was made by. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(1);

  /** Of more that were created while a reader was away, the oldest are not told of. */
  private static final Limit MOST = Limit.of(1_000);

  private final JobRepository jobs;
  private final MetricRepository metrics;
  private final InstantSource clock;

  JobArrivals(
      JobRepository jobs,
      MetricRepository metrics,
      @Qualifier("databaseClock") InstantSource clock) {
    this.jobs = jobs;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Of whom a new stream tells, by the database's time. */
  EventStream.All all(String owner) {
    return new EventStream.All(owner, clock);
  }

  /**
   * Lets a stream follow what its owner has not finished, from now on; or, after a bookmark, what
   * its reader does not know.
   *
   * @return the jobs of which the reader is told first: their present status; or, after a bookmark,
   *     what happened since
   */
  List<WatchedJob> begin(EventStream stream, String owner, Optional<EventBookmark> bookmark) {
    List<WatchedJob> found = found(owner, bookmark);
    if (bookmark.isPresent()) {
      found.forEach(job -> goOn(stream, job, bookmark.get()));
      return found;
    }
    Map<UUID, Integer> epochs =
        metrics.last(found.stream().map(WatchedJob::id).toList()).stream()
            .collect(Collectors.toMap(MetricRepository.Last::job, MetricRepository.Last::epoch));
    found.forEach(job -> begin(stream, job, epochs.getOrDefault(job.id(), 0)));
    return found.stream().filter(job -> !job.ended()).toList();
  }

  private static void begin(EventStream stream, WatchedJob job, int epoch) {
    stream.watch(job.id(), new EventPosition(job.statusSequence() - 1, epoch), job.createdAt());
    if (job.ended()) {
      stream.end(job.id());
    }
  }

  private static void goOn(EventStream stream, WatchedJob job, EventBookmark bookmark) {
    EventPosition position = bookmark.position(job.id(), job.createdAt());
    stream.watch(job.id(), position, job.createdAt());
    if (job.ended() && position.status() >= job.statusSequence()) {
      stream.end(job.id());
    }
  }

  /** Unfinished ones, those that a bookmark names, and those that are new since. */
  private List<WatchedJob> found(String owner, Optional<EventBookmark> bookmark) {
    Instant since = bookmark.map(EventBookmark::at).orElseGet(clock::instant);
    List<UUID> others =
        Stream.concat(
                bookmark.stream().flatMap(it -> it.positions().keySet().stream()),
                createdSince(owner, since).map(JobRepository.Created::id))
            .distinct()
            .toList();
    return Stream.concat(
            jobs.watched(owner, JobStatus.UNFINISHED).stream(),
            jobs.watched(owner, others).stream())
        .collect(
            Collectors.toMap(
                WatchedJob::id, Function.identity(), (one, _) -> one, LinkedHashMap::new))
        .values()
        .stream()
        .toList();
  }

  private Stream<JobRepository.Created> createdSince(String owner, Instant at) {
    return jobs.createdAfter(owner, UuidV7.first(at.minus(LOOK_BACK)), MOST).stream();
  }

  /** Adds to streams of all jobs those that are new, and gives these. */
  Set<UUID> join(Collection<EventStream> streams) {
    Map<String, List<EventStream>> byOwner =
        streams.stream()
            .filter(stream -> stream.all().isPresent())
            .collect(Collectors.groupingBy(stream -> stream.all().orElseThrow().owner()));
    Set<UUID> joined = new HashSet<>();
    byOwner.forEach(
        (owner, its) ->
            createdSince(owner, clock.instant())
                .filter(job -> watch(job, its))
                .forEach(job -> joined.add(job.id())));
    return joined;
  }

  private static boolean watch(JobRepository.Created job, List<EventStream> streams) {
    return streams.stream()
            .filter(stream -> stream.watch(job.id(), EventPosition.START, job.at()))
            .count()
        > 0;
  }
}
