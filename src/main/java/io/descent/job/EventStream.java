package io.descent.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One reader of the events of some jobs, or of all that an owner has and gets. Those who tell of
 * events never wait for it: a reader so slow that too much waits for it is dropped.
 */
final class EventStream {

  private static final int MOST_WAITING = 64;

  /** Characters that are put together before they are written. */
  private static final int MOST_AT_ONCE = 1 << 15;

  private static final Duration COMMENT_EVERY = Duration.ofSeconds(10);

  /** Ended jobs are remembered until nobody takes them for new ones. */
  private static final Duration REMEMBERED = Duration.ofMinutes(2);

  /** Who gets all events of an owner, and by which clock jobs are created. */
  record All(String owner, InstantSource clock) {}

  /** How far a job's reader is. */
  private record Read(EventPosition position, Instant created, boolean ended) {}

  private final OutputStream out;
  private final List<UUID> order;
  private final Optional<All> all;
  private final Map<UUID, Read> jobs = new ConcurrentHashMap<>();
  private final BlockingQueue<List<EventFrame>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean closed;

  /**
   * Of some jobs; it ends with the last of them.
   *
   * @param jobs in the order in which an event's id names their positions
   */
  EventStream(OutputStream out, List<UUID> jobs, Map<UUID, EventPosition> positions) {
    this.out = out;
    this.order = List.copyOf(jobs);
    this.all = Optional.empty();
    order.forEach(
        job -> watch(job, positions.getOrDefault(job, EventPosition.START), Instant.EPOCH));
  }

  /** Of all jobs of an owner. */
  EventStream(OutputStream out, All all) {
    this.out = out;
    this.order = List.of();
    this.all = Optional.of(all);
  }

  /** The jobs that have not ended. */
  Collection<UUID> jobs() {
    return jobs.entrySet().stream()
        .filter(it -> !it.getValue().ended())
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean follows(UUID job) {
    Read read = jobs.get(job);
    return read != null && !read.ended();
  }

  Optional<All> all() {
    return all;
  }

  /** Follows a job from a position on; false where it does already. */
  boolean watch(UUID job, EventPosition from, Instant created) {
    return jobs.putIfAbsent(job, new Read(from, created, false)) == null;
  }

  /** The reader knows how a job ended. */
  void end(UUID job) {
    jobs.computeIfPresent(job, (_, it) -> new Read(it.position(), it.created(), true));
  }

  /** A job is gone: a stream of all goes on without it, another one ends. */
  void lost(UUID job) {
    if (all.isPresent()) {
      jobs.remove(job);
    } else {
      close();
    }
  }

  /** Hands events over without waiting. */
  void offer(List<EventFrame> frames) {
    if (!waiting.offer(frames)) {
      close();
    }
  }

  /** Lets the stream end when its reader looks next. */
  void close() {
    closed = true;
    waiting.clear();
    waiting.offer(List.of());
  }

  EventPosition position(UUID job) {
    Read read = jobs.get(job);
    return read == null ? EventPosition.START : read.position();
  }

  boolean isOpen() {
    return !closed && (all.isPresent() || jobs.values().stream().anyMatch(job -> !job.ended()));
  }

  /** Writes what is handed over until every job has ended, or the reader is gone. */
  void run() throws IOException, InterruptedException {
    while (isOpen()) {
      List<EventFrame> frames = waiting.poll(COMMENT_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      if (frames == null) {
        write(": still here\n\n");
        out.flush();
      } else {
        write(frames);
      }
    }
  }

  void write(List<EventFrame> frames) throws IOException {
    StringBuilder text = new StringBuilder();
    for (EventFrame frame : frames) {
      Read read = jobs.get(frame.job());
      if (read != null && !read.ended() && !frame.known(read.position())) {
        append(frame, read, text);
      }
      if (text.length() > MOST_AT_ONCE) {
        write(text.toString());
        text.setLength(0);
      }
    }
    write(text.toString());
    out.flush();
  }

  private void append(EventFrame frame, Read before, StringBuilder text) {
    EventPosition position = frame.advance(before.position());
    jobs.put(frame.job(), new Read(position, before.created(), frame.last()));
    if (frame.kind() != EventFrame.Kind.PROGRESS) {
      id().ifPresent(id -> text.append("id: ").append(id).append('\n'));
    }
    text.append("event: ").append(frame.kind().wire());
    text.append("\ndata: ").append(frame.data()).append("\n\n");
  }

  /** None where a client could not send it back. */
  private Optional<String> id() {
    if (order.size() == 1) {
      return Optional.of(position(order.getFirst()).toString());
    }
    if (all.isEmpty()) {
      return Optional.of(
          order.stream().map(job -> position(job).toString()).collect(Collectors.joining(",")));
    }
    Instant now = all.get().clock().instant();
    jobs.values().removeIf(it -> it.ended() && it.created().isBefore(now.minus(REMEMBERED)));
    Map<UUID, EventPosition> named =
        jobs.entrySet().stream()
            .filter(it -> isNamed(it.getValue(), now))
            .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().position()));
    return named.size() > EventBookmark.MOST
        ? Optional.empty()
        : Optional.of(new EventBookmark(now, named).toString());
  }

  private static boolean isNamed(Read read, Instant now) {
    return EventBookmark.names(read.position(), read.created(), read.ended(), now);
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
