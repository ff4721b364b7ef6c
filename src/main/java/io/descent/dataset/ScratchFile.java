package io.descent.dataset;

import io.descent.dataset.parquet.TemporaryFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is written from its start to its end, and then read from memory. It is written as a
 * file, not through memory, so that a full disk is an exception and not a fault.
 */
final class ScratchFile implements TemporaryFile {

  private static final Logger log = LoggerFactory.getLogger(ScratchFile.class);

  private final Scratch scratch;
  private final Path path;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private Optional<MemorySegment> mapped = Optional.empty();
  private long size;
  private boolean closed;

  ScratchFile(Scratch scratch, Path path, FileChannel channel) {
    this.scratch = scratch;
    this.path = path;
    this.channel = channel;
  }

  @Override
  public long size() {
    return size;
  }

  void append(byte[] bytes, int from, int length) {
    append(ByteBuffer.wrap(bytes, from, length));
  }

  @Override
  public void append(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        size += channel.write(bytes);
      }
    } catch (IOException e) {
      throw scratch.failure(e);
    }
  }

  /** All that was written; nothing may be written any more. */
  @Override
  public synchronized MemorySegment map() {
    if (mapped.isEmpty()) {
      try {
        mapped = Optional.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
      } catch (IOException e) {
        throw scratch.failure(e);
      }
    }
    return mapped.get();
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    return channel.read(into, at);
  }

  /** All that was written, from its start; may be read again and again. */
  InputStream read() {
    return new InputStream() {
      private long at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int count = channel.read(ByteBuffer.wrap(into, from, length), at);
        at += Math.max(0, count);
        return count;
      }
    };
  }

  /** Nobody may read the memory any more. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    arena.close();
    try (channel) {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("Could not delete {} ({}); the next start does", path, e.getMessage());
    }
  }
}
