package io.descent.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of an H2 database while it is closed. Its tables are made and changed in a file beside
 * it, which then takes its place at once: H2 commits each statement of a migration, so that a start
 * that is killed in the midst of one would leave tables that no start can go on with.
 */
final class H2File {

  private static final String ENDING = ".mv.db";
  private static final int BLOCK = 4096;
  private static final int FOOTER = 128;
  private static final Pattern NEWEST = Pattern.compile("\\bblock:([0-9a-f]{1,12})\\b");

  private final Path file;
  private final Path beside;
  private final Path locked;
  private final Runnable step;

  /**
   * @param database its path without the ending that H2 gives it
   */
  H2File(Path database) {
    this(database, () -> {});
  }

  /**
   * @param step what happens before each change of a file
   */
  H2File(Path database, Runnable step) {
    this.file = named(database, ENDING);
    this.beside = named(database, ".new" + ENDING);
    this.locked = named(database, ".lock");
    this.step = step;
  }

  private static Path named(Path database, String ending) {
    return database.resolveSibling(database.getFileName() + ending);
  }

  /**
   * Refuses a file that cannot be whole.
   *
   * @throws UnusableDatabase naming it
   */
  void check() {
    if (Files.notExists(file)) {
      return;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (!isWhole(channel)) {
        throw new UnusableDatabase(
            "the database "
                + file
                + " is empty, cut off or damaged: put a backup in its place, or move it away to"
                + " begin anew");
      }
    } catch (IOException e) {
      throw new UnusableDatabase(file + " cannot be read: " + e.getMessage());
    }
  }

  /** By its head, which says where the newest part is and whether H2 closed it, and by its end. */
  private static boolean isWhole(SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    String head = text(channel, 0, BLOCK);
    Matcher newest = NEWEST.matcher(head);
    if (!newest.find() || size <= Long.parseLong(newest.group(1), 16) * BLOCK) {
      return false;
    }
    boolean closed = head.contains("clean:1");
    return !closed
        || size % BLOCK == 0 && text(channel, size - FOOTER, FOOTER).startsWith("chunk:");
  }

  private static String text(SeekableByteChannel channel, long from, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    channel.position(from);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // until it is full, or the file ends
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  /**
   * Makes the file where there is none.
   *
   * @param tables makes them in the database of a path
   */
  void create(Consumer<Path> tables) {
    if (Files.notExists(file)) {
      replace(
          () -> {
            if (Files.notExists(file)) {
              make(tables);
            }
          });
    }
  }

  private void make(Consumer<Path> tables) throws IOException {
    Files.deleteIfExists(beside);
    tables.accept(database(beside));
    step.run();
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    step.run();
  }

  /**
   * Brings the tables up to date in a copy, and keeps the file as it was beside it.
   *
   * @param version of the tables as they are
   * @param tables changes them in the database of a path
   */
  void upgrade(String version, Consumer<Path> tables) {
    replace(
        () -> {
          step.run();
          Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
          step.run();
          tables.accept(database(beside));
          keep(named(database(file), ".before-upgrade-of-v" + version + ENDING));
          step.run();
          Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
          step.run();
        });
  }

  private void keep(Path before) throws IOException {
    step.run();
    Files.deleteIfExists(before);
    step.run();
    try {
      Files.createLink(before, file);
    } catch (UnsupportedOperationException | IOException _) {
      Files.copy(file, before);
    }
  }

  private static Path database(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ENDING.length()));
  }

  private interface Deed {
    void run() throws IOException;
  }

  /** One process at a time. */
  private void replace(Deed deed) {
    try (FileChannel channel =
            FileChannel.open(locked, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw inUse();
      }
      deed.run();
    } catch (OverlappingFileLockException _) {
      throw inUse();
    } catch (IOException e) {
      throw new UnusableDatabase(
          "the tables of %s could not be made (%s): see to its disk, and start again"
              .formatted(file, e));
    }
  }

  private UnusableDatabase inUse() {
    return new UnusableDatabase(
        "the tables of " + file + " are being made by another process: wait for it");
  }
}
