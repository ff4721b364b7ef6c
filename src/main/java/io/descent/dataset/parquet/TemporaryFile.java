package io.descent.dataset.parquet;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A file that is written from its start to its end, read, and deleted when it is closed. */
public interface TemporaryFile extends AutoCloseable {

  /** Makes one. */
  interface Source {
    TemporaryFile create();
  }

  /** Throws {@link java.io.UncheckedIOException} where the disk takes no more. */
  void append(ByteBuffer bytes);

  /** Bytes that were written. */
  long size();

  /** All that was written; nothing may be written any more. */
  MemorySegment map();

  /** As a channel's reading at a place. */
  int read(ByteBuffer into, long at) throws IOException;

  @Override
  void close();
}
