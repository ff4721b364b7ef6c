package io.descent.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Reads what {@link StateWriter} wrote; an IOException wherever it is not that. */
final class StateReader {

  private static final int CHUNK = 1 << 14;

  private final CheckedInputStream checked;
  private final DataInputStream in;
  private final ByteBuffer chunk =
      ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  StateReader(InputStream source) {
    checked = new CheckedInputStream(source, new CRC32C());
    in = new DataInputStream(checked);
  }

  long whole() throws IOException {
    return in.readLong();
  }

  double real() throws IOException {
    return in.readDouble();
  }

  byte[] bytes(int count) throws IOException {
    byte[] value = new byte[count];
    in.readFully(value);
    return value;
  }

  /** Reads exactly the named floats. */
  void floats(String name, float[] values) throws IOException {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    expect(in.readInt() == text.length, name);
    expect(new String(bytes(text.length), StandardCharsets.UTF_8).equals(name), name);
    expect(in.readInt() == values.length, name);
    for (int at = 0; at < values.length; at += CHUNK) {
      int count = Math.min(CHUNK, values.length - at);
      in.readFully(chunk.array(), 0, count * Float.BYTES);
      chunk.clear().asFloatBuffer().get(values, at, count);
    }
  }

  private static void expect(boolean held, String name) throws IOException {
    if (!held) {
      throw new IOException("the state has no " + name + " where it belongs");
    }
  }

  /** Checks the sum at the end. */
  void finish() throws IOException {
    long sum = checked.getChecksum().getValue();
    if (in.readLong() != sum) {
      throw new IOException("the state's checksum does not fit its content");
    }
  }
}
