package io.descent.dataset;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Turns runs of blanks and tabs outside of quotes into one tab, and drops those around a line. */
final class BlankRuns extends FilterReader {

  private boolean quoted;
  private boolean blank;
  private boolean begun;

  BlankRuns(Reader in) {
    super(in);
  }

  /** A run becomes shorter or stays as long, so there is always room. */
  @Override
  public int read(char[] into, int from, int length) throws IOException {
    if (length < 2) {
      throw new IllegalArgumentException("a buffer of one character has no room for a blank");
    }
    int kept = 0;
    while (kept == 0) {
      // A tab that waits needs a place before the first character
      int room = blank ? 1 : 0;
      int n = super.read(into, from + room, length - room);
      if (n < 0) {
        return -1;
      }
      kept = squeeze(into, from, from + room, n);
    }
    return kept;
  }

  private int squeeze(char[] into, int start, int from, int count) {
    int at = start;
    for (int i = from; i < from + count; i++) {
      char c = into[i];
      if (!quoted && (c == ' ' || c == '\t')) {
        blank = begun;
        continue;
      }
      if (!quoted && (c == '\n' || c == '\r')) {
        blank = false;
        begun = false;
      } else {
        if (blank) {
          into[at++] = '\t';
          blank = false;
        }
        begun = true;
        quoted ^= c == '"';
      }
      into[at++] = c;
    }
    return at - start;
  }
}
