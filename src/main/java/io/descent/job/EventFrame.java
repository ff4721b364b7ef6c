package io.descent.job;

import java.util.UUID;

/**
 * One event on its way to readers.
 *
 * @param position of a reader who has it, in its own kind only: a status frame leaves the epoch be
 * @param last whether the job has ended with it
 */
record EventFrame(UUID job, Kind kind, EventPosition position, String data, boolean last) {

  enum Kind {
    STATUS("status"),
    EPOCH("epoch"),
    PROGRESS("progress");

    private final String wire;

    Kind(String wire) {
      this.wire = wire;
    }

    String wire() {
      return wire;
    }
  }

  /** Whether a reader at a position has it already. */
  boolean known(EventPosition reader) {
    return switch (kind) {
      case STATUS -> position.status() <= reader.status();
      case EPOCH -> position.epoch() <= reader.epoch();
      case PROGRESS -> false;
    };
  }

  EventPosition advance(EventPosition reader) {
    return switch (kind) {
      case STATUS -> reader.withStatus(position.status());
      case EPOCH -> reader.withEpoch(position.epoch());
      case PROGRESS -> reader;
    };
  }
}
