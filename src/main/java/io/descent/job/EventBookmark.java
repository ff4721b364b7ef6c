package io.descent.job;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a reader of all jobs of an owner is, as the id of an event: a moment, and the positions
 * that do not follow from it. A job that was created well before the moment and is not named has
 * told of nothing but that it waits.
 *
 * <p>As text: milliseconds since 1970, then {@code ,ID:STATUS.EPOCH} for each job, its id in base
 * 64.
 */
record EventBookmark(Instant at, Map<UUID, EventPosition> positions) {

  /** Of a job that waits since it was created. */
  static final EventPosition WAITING = new EventPosition(1, 0);

  /** A job of this age is in sight of all who look for new ones. */
  static final Duration RECENT = Duration.ofSeconds(10);

  /** More do not go into a request's header. */
  static final int MOST = 300;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");

  EventBookmark {
    positions = Map.copyOf(positions);
  }

  /** Whether a job is named, so that its position is known. */
  static boolean names(EventPosition position, Instant created, boolean ended, Instant now) {
    return created.isAfter(now.minus(RECENT)) || !ended && !position.equals(WAITING);
  }

  EventPosition position(UUID job, Instant created) {
    EventPosition unnamed = created.isBefore(at.minus(RECENT)) ? WAITING : EventPosition.START;
    return positions.getOrDefault(job, unnamed);
  }

  static Optional<EventBookmark> parse(String text) {
    String[] parts = text.split(",", -1);
    Map<UUID, EventPosition> positions = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] entry = parts[i].split(":", 2);
      Optional<EventPosition> position = EventPosition.parse(entry[entry.length - 1]);
      if (entry.length < 2 || !ID.matcher(entry[0]).matches() || position.isEmpty()) {
        return Optional.empty();
      }
      ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(entry[0]));
      positions.put(new UUID(id.getLong(), id.getLong()), position.get());
    }
    return moment(parts[0]).map(at -> new EventBookmark(at, positions));
  }

  private static Optional<Instant> moment(String text) {
    return text.matches("\\d{1,15}")
        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return at.toEpochMilli()
        + positions.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(it -> "," + text(it.getKey()) + ":" + it.getValue())
            .collect(Collectors.joining());
  }

  private static String text(UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
