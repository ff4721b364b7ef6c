package io.descent.storage;

import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/**
 * Copies of an H2 database, made while it is used, in {@code descent.home/backups}: each a ZIP of
 * the one file, as it stood at one moment. The oldest go when there are too many.
 */
@Service
public class Backups {

  /** A copy that is there. */
  public record Backup(String name, long bytes, Instant createdAt) {}

  /** A copy that was made. */
  public record Made(String name, long bytes, double seconds) {}

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'descent-'yyyyMMdd'T'HHmmss.SSS'Z.zip'")
          .withZone(ZoneOffset.UTC);

  private static final long ROOM_BESIDE = 16L << 20;

  private final ObjectProvider<H2Store> file;
  private final Path directory;
  private final int kept;
  private final InstantSource clock;
  private final ReentrantLock one = new ReentrantLock();

  Backups(
      ObjectProvider<H2Store> file,
      @Value("${descent.home}") Path home,
      Limits limits,
      InstantSource clock) {
    this.file = file;
    this.directory = home.resolve("backups");
    this.kept = limits.keptBackups();
    this.clock = clock;
  }

  /**
   * Makes a copy, which takes as long as the file takes to be read.
   *
   * @throws ProblemException CONFLICT where the database is no file of H2, or a copy is being made;
   *     DISK_FULL where there is no room
   */
  public Made make() {
    H2Store store = file.getIfAvailable();
    if (store == null) {
      throw conflict("the database is not a file of this process: use its own tools, as pg_dump");
    }
    if (!one.tryLock()) {
      throw conflict("a backup is being made");
    }
    try {
      return make(store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      one.unlock();
    }
  }

  private Made make(H2Store store) throws IOException {
    long began = System.nanoTime();
    Files.createDirectories(directory);
    requireRoom(store.size());
    Path part = directory.resolve("backup.part");
    Path made = directory.resolve(NAME.format(clock.instant()));
    try {
      store.backUp(part);
      Files.move(part, made, StandardCopyOption.ATOMIC_MOVE);
    } catch (SQLException e) {
      throw new IOException("the backup could not be made: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(part);
    }
    deleteOldest();
    return new Made(
        made.getFileName().toString(), Files.size(made), (System.nanoTime() - began) / 1e9);
  }

  private void requireRoom(long size) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < size + ROOM_BESIDE) {
      throw ProblemException.of(
          ProblemKind.DISK_FULL,
          "the backup may take %d bytes, and the disk of %s has %d"
              .formatted(size + ROOM_BESIDE, directory, free));
    }
  }

  private void deleteOldest() throws IOException {
    for (Backup old : list().stream().skip(kept).toList()) {
      Files.deleteIfExists(directory.resolve(old.name()));
    }
  }

  /** Those that are there, newest first. */
  public List<Backup> list() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(it -> it.getFileName().toString().matches("descent-[0-9TZ.]+\\.zip"))
          .map(Backups::backup)
          .sorted(Comparator.comparing(Backup::name).reversed())
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Backup backup(Path file) {
    try {
      return new Backup(
          file.getFileName().toString(),
          Files.size(file),
          Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProblemException conflict(String why) {
    return ProblemException.of(ProblemKind.CONFLICT, why);
  }
}
