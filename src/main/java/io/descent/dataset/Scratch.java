package io.descent.dataset;

import io.descent.web.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Files below {@code descent.scratch}, which hold what can be made again, and together no more than
 * a limit. Each is locked by the process that made it, so that a start deletes what dead processes
 * left and no other.
 */
@Component
public final class Scratch {

  private static final Logger log = LoggerFactory.getLogger(Scratch.class);
  private static final String SUFFIX = ".rows";

  private final Path folder;
  private final long limit;
  private long taken;

  @Autowired
  Scratch(@Value("${descent.scratch}") Path folder, Limits limits) {
    this(folder, limits.scratch().toBytes());
    deleteOld();
  }

  public Scratch(Path folder, long limit) {
    this.folder = folder.toAbsolutePath().normalize();
    this.limit = limit;
  }

  long limit() {
    return limit;
  }

  /** False where so much is not left of the limit. */
  synchronized boolean take(long bytes) {
    if (bytes > limit - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  synchronized void give(long bytes) {
    taken -= bytes;
  }

  /** Bytes that are taken of the limit. */
  synchronized long taken() {
    return taken;
  }

  /** A new file, which is deleted when it is closed. */
  ScratchFile create() {
    try {
      Files.createDirectories(folder);
      Path path = Files.createTempFile(folder, "", SUFFIX);
      return new ScratchFile(this, path, open(path));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static FileChannel open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }

  /** What to tell where a file cannot be written. */
  UncheckedIOException failure(IOException cause) {
    return new UncheckedIOException(
        "the rows cannot be written below descent.scratch (%s): %s; make room there, or set descent.scratch to a folder that has it, and create the job again"
            .formatted(folder, cause.getMessage() == null ? cause : cause.getMessage()),
        cause);
  }

  /** What to tell where rows take more than there may ever be. */
  UncheckedIOException tooSmall(long bytes) {
    return new UncheckedIOException(
        new IOException(
            "the rows take %d bytes below descent.scratch while they are encoded, the limit is %d; raise descent.limits.scratch, and create the job again"
                .formatted(bytes, limit)));
  }

  private void deleteOld() {
    try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      List<Path> old = files.filter(it -> it.toString().endsWith(SUFFIX)).toList();
      old.forEach(Scratch::deleteIfUnused);
    } catch (IOException e) {
      log.warn("Could not look for old files in {} ({}); going on", folder, e.getMessage());
    }
  }

  private static void deleteIfUnused(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.delete(path);
      }
    } catch (OverlappingFileLockException _) {
      log.debug("{} is in use by this process", path);
    } catch (IOException e) {
      log.warn("Could not delete {} ({}); going on", path, e.getMessage());
    }
  }
}
