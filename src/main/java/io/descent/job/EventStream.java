package io.descent.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One reader of the events of one job or of several. Those who tell of events never wait for it: a
 * reader so slow that too much waits for it is dropped.
 */
final class EventStream {

  private static final int MOST_WAITING = 64;
  private static final Duration COMMENT_EVERY = Duration.ofSeconds(10);

  private final OutputStream out;
  private final List<UUID> jobs;
  private final Map<UUID, EventPosition> positions;
  private final Set<UUID> ended = new HashSet<>();
  private final BlockingQueue<List<EventFrame>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean closed;

  /**
   * @param jobs in the order in which an event's id names their positions
   */
  EventStream(OutputStream out, List<UUID> jobs, Map<UUID, EventPosition> positions) {
    this.out = out;
    this.jobs = List.copyOf(jobs);
    this.positions = new ConcurrentHashMap<>(positions);
  }

  List<UUID> jobs() {
    return jobs;
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
    return positions.getOrDefault(job, EventPosition.START);
  }

  boolean isOpen() {
    return !closed && ended.size() < jobs.size();
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
    for (EventFrame frame : frames) {
      if (!ended.contains(frame.job()) && !frame.known(position(frame.job()))) {
        write(frame);
      }
    }
    out.flush();
  }

  private void write(EventFrame frame) throws IOException {
    positions.put(frame.job(), frame.advance(position(frame.job())));
    StringBuilder text = new StringBuilder();
    if (frame.kind() != EventFrame.Kind.PROGRESS) {
      text.append("id: ").append(id()).append('\n');
    }
    text.append("event: ").append(frame.kind().name().toLowerCase(Locale.ROOT));
    text.append("\ndata: ").append(frame.data()).append("\n\n");
    write(text.toString());
    if (frame.last()) {
      ended.add(frame.job());
    }
  }

  private String id() {
    return jobs.stream().map(this::position).map(Object::toString).collect(Collectors.joining(","));
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
