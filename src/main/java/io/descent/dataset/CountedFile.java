package io.descent.dataset;

import io.descent.dataset.parquet.TemporaryFile;
import io.descent.web.ProblemException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A file below {@code descent.scratch} of an upload, which is counted as it grows. */
final class CountedFile implements TemporaryFile {

  private static final long STEP = 1 << 20;
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Scratch scratch;
  private final ScratchFile file;
  private long taken;

  CountedFile(Scratch scratch) {
    this.scratch = scratch;
    this.file = scratch.create();
  }

  @Override
  public void append(ByteBuffer bytes) {
    while (file.size() + bytes.remaining() > taken) {
      if (!scratch.take(STEP)) {
        throw ProblemException.tooMany(
            "what is being trained and uploaded has filled descent.scratch up to"
                + " descent.limits.scratch; try again later",
            RETRY);
      }
      taken += STEP;
    }
    file.append(bytes);
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public MemorySegment map() {
    return file.map();
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    return file.read(into, at);
  }

  @Override
  public void close() {
    file.close();
    scratch.give(taken);
    taken = 0;
  }
}
