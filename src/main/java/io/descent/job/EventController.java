package io.descent.job;

import io.descent.engine.KernelChoice;
import io.descent.security.ByName;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Server-Sent Events of one job, of several, or of all that an owner has not finished. A request
 * keeps its thread, a virtual one, until its stream ends.
 */
@RestController
@Tag(name = "Jobs")
@ApiResponse(
    responseCode = "200",
    description = "Events `status`, `progress` and `epoch`",
    content =
        @Content(
            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
            // Binary: clients that are generated read text as JSON
            schema = @Schema(type = "string", format = "binary"),
            examples = @ExampleObject("id: 2.1\nevent: epoch\ndata: {\"epoch\": 1}\n\n")))
@ApiResponse(
    responseCode = "204",
    description = "The reader has the last event, and need not come again")
@RequestMapping("/api/v1")
class EventController {

  private static final String LAST = "Last-Event-ID";
  private static final int MOST_JOBS = 200;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final JobCatalog jobs;
  private final JobArrivals arrivals;
  private final EventTail tail;
  private final EventFrames frames;
  private final Limits limits;

  EventController(
      JobCatalog jobs, JobArrivals arrivals, EventTail tail, EventFrames frames, Limits limits) {
    this.jobs = jobs;
    this.arrivals = arrivals;
    this.tail = tail;
    this.frames = frames;
    this.limits = limits;
  }

  @Operation(operationId = "streamJobEvents", summary = "What happens to a job, as it happens")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.READ)
  @GetMapping(path = "/jobs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void ofOne(
      Owner owner,
      @PathVariable UUID id,
      @RequestHeader(name = LAST, required = false) Optional<String> last,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    stream(jobs.watched(owner, List.of(id)), last, response);
  }

  @Operation(
      operationId = "streamEvents",
      summary = "What happens to some jobs, or to all that are not finished, as it happens")
  @Refusals({ProblemKind.NOT_FOUND, ProblemKind.TOO_MANY})
  @RequiresScope(Scope.READ)
  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void ofMany(
      Owner owner,
      @ByName("jobs")
          @Parameter(description = "Of these jobs or names only, 1 to " + MOST_JOBS + " times")
          @RequestParam(name = "job_id", required = false)
          @Nullable List<UUID> ids,
      @RequestHeader(name = LAST, required = false) Optional<String> last,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    if (ids == null) {
      streamAll(owner, last, response);
      return;
    }
    if (ids.isEmpty() || ids.size() > MOST_JOBS) {
      throw unreadable("job_id", "must be given 1 to " + MOST_JOBS + " times");
    }
    stream(jobs.watched(owner, ids.stream().distinct().toList()), last, response);
  }

  private void streamAll(Owner owner, Optional<String> last, HttpServletResponse response)
      throws IOException, InterruptedException {
    Optional<EventBookmark> bookmark = last.map(EventController::bookmark);
    EventStream stream = new EventStream(response.getOutputStream(), arrivals.all(owner.name()));
    List<WatchedJob> first = arrivals.begin(stream, owner.name(), bookmark);
    Beginning now = () -> stream.write(first.stream().map(frames::now).toList());
    stream(stream, response, bookmark.isPresent() ? () -> write(first, stream) : now);
  }

  /** What happened that the reader does not know. */
  private void write(List<WatchedJob> watched, EventStream stream) throws IOException {
    for (WatchedJob job : watched) {
      if (stream.follows(job.id())) {
        frames.read(job.id(), job.task(), stream.position(job.id()), stream::write);
      }
    }
  }

  private static EventBookmark bookmark(String last) {
    return EventBookmark.parse(last)
        .orElseThrow(() -> unreadable(LAST, "must be the id of an event of this stream"));
  }

  /** Of some jobs; 204 where the reader knows how each of them ended. */
  private void stream(List<WatchedJob> watched, Optional<String> last, HttpServletResponse response)
      throws IOException, InterruptedException {
    List<UUID> ids = watched.stream().map(WatchedJob::id).toList();
    EventStream stream = new EventStream(response.getOutputStream(), ids, positions(watched, last));
    watched.stream()
        .filter(WatchedJob::ended)
        .filter(job -> stream.position(job.id()).status() >= job.statusSequence())
        .forEach(job -> stream.end(job.id()));
    if (!stream.isOpen()) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    stream(stream, response, () -> write(watched, stream));
  }

  /** What is written before anything new. */
  private interface Beginning {
    void write() throws IOException;
  }

  private void stream(EventStream stream, HttpServletResponse response, Beginning beginning)
      throws IOException, InterruptedException {
    if (!tail.add(stream, limits.eventStreams())) {
      throw ProblemException.tooMany(
          limits.eventStreams() + " event streams are open, and no more are taken", RETRY_AFTER);
    }
    try {
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
      response.setCharacterEncoding("UTF-8");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no");
      response.flushBuffer();
      try (KernelChoice.Hurry _ = KernelChoice.brief()) {
        beginning.write();
      }
      tail.follow(stream);
      stream.run();
    } finally {
      tail.remove(stream);
    }
  }

  /** Where each reader starts: after what it has, at the start, or at the last of an ended job. */
  private static Map<UUID, EventPosition> positions(
      List<WatchedJob> watched, Optional<String> last) {
    Map<UUID, EventPosition> positions = new HashMap<>();
    String[] parts = last.map(text -> text.split(",", -1)).orElse(new String[0]);
    if (last.isPresent() && parts.length != watched.size()) {
      throw unreadable(LAST, "must name the positions of all jobs of the stream");
    }
    for (int i = 0; i < watched.size(); i++) {
      WatchedJob job = watched.get(i);
      positions.put(job.id(), last.isPresent() ? parse(parts[i]) : start(job));
    }
    return positions;
  }

  private static EventPosition start(WatchedJob job) {
    return job.ended()
        ? new EventPosition(job.statusSequence() - 1, job.progress().epoch())
        : EventPosition.START;
  }

  private static EventPosition parse(String text) {
    return EventPosition.parse(text)
        .orElseThrow(() -> unreadable(LAST, "must be the id of an event of this stream"));
  }

  private static ProblemException unreadable(String pointer, String detail) {
    return ProblemException.fields(
        ProblemKind.UNREADABLE, List.of(new FieldError(pointer, detail)));
  }
}
