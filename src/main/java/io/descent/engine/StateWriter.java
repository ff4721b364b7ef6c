package io.descent.engine;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** Writes a training state: big-endian numbers, named little-endian float32, CRC32C at the end. */
final class StateWriter {

  private static final int CHUNK = 1 << 14;

  private final CheckedOutputStream checked;
  private final DataOutputStream out;
  private final ByteBuffer chunk =
      ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  StateWriter(OutputStream target) {
    checked = new CheckedOutputStream(target, new CRC32C());
    out = new DataOutputStream(checked);
  }

  void number(long value) throws IOException {
    out.writeLong(value);
  }

  void number(double value) throws IOException {
    out.writeDouble(value);
  }

  void bytes(byte[] value) throws IOException {
    out.write(value);
  }

  void floats(String name, float[] values) throws IOException {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
    out.writeInt(values.length);
    for (int at = 0; at < values.length; at += CHUNK) {
      int count = Math.min(CHUNK, values.length - at);
      chunk.clear().asFloatBuffer().put(values, at, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /** Bytes that {@link #floats} writes. */
  static long size(String name, int count) {
    return 2L * Integer.BYTES
        + name.getBytes(StandardCharsets.UTF_8).length
        + (long) count * Float.BYTES;
  }

  /** Ends the state with the checksum of all before it. */
  void finish() throws IOException {
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }
}
