package io.descent.web;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Ids in order of time (RFC 9562 section 5.7): 48 bits of milliseconds, then a 12 bit counter that
 * starts low in each millisecond and keeps ids of this process strictly ascending, then 62 random
 * bits.
 */
public final class UuidV7 {

  private static final int COUNTER_END = 1 << 12;

  private static final Pattern TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final InstantSource clock;
  private final RandomGenerator random = new SecureRandom();
  private long millis;
  private int counter;

  public UuidV7(InstantSource clock) {
    this.clock = clock;
  }

  public synchronized UUID next() {
    long now = clock.millis();
    if (now > millis) {
      millis = now;
      counter = random.nextInt(COUNTER_END / 4);
    } else if (++counter == COUNTER_END) {
      millis++;
      counter = 0;
    }
    long high = millis << 16 | 0x7000L | counter;
    long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** An id before all that are made at a moment or later. */
  public static UUID first(Instant at) {
    return new UUID(at.toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L);
  }

  /** The id that a text is, of whatever version; Java's own reader takes shorter texts too. */
  public static Optional<UUID> read(String text) {
    return TEXT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }
}
