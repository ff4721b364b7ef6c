package io.descent.job;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a reader of a job's events is: the last status and the last epoch it has. */
record EventPosition(long status, int epoch) {

  static final EventPosition START = new EventPosition(0, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})");

  /** The {@code 0} that clients send who want all is the start. */
  static Optional<EventPosition> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(START);
    }
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EventPosition(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  EventPosition withStatus(long next) {
    return new EventPosition(Math.max(status, next), epoch);
  }

  EventPosition withEpoch(int next) {
    return new EventPosition(status, Math.max(epoch, next));
  }

  @Override
  public String toString() {
    return status + "." + epoch;
  }
}
