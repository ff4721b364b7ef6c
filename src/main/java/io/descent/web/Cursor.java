package io.descent.web;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** A place in one list, opaque to the client. */
record Cursor(long list, UUID last) {

  private static final int BYTES = 24;

  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(list);
    bytes.putLong(last.getMostSignificantBits()).putLong(last.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static Optional<Cursor> parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length != BYTES) {
        return Optional.empty();
      }
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return Optional.of(new Cursor(in.getLong(), new UUID(in.getLong(), in.getLong())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
