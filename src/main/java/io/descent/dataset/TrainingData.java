package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Split;
import io.descent.web.Warning;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The data that the trainings of this process work on. What is large is encoded to files below
 * {@code descent.scratch}, which trainings on the same rows share.
 */
@Component
public final class TrainingData {

  /**
   * The rows that a training wants.
   *
   * @param origin as {@link io.descent.engine.Samples#origin}
   * @param seed of the split
   * @param keyed the column that the split goes by
   * @param splitting makes the split of the class number of each row, an empty array for a
   *     regression, and of the keys
   */
  public record Wanted(
      Datasets.Facts dataset,
      NumericScaling scaling,
      LossSpec loss,
      String origin,
      long seed,
      Optional<String> keyed,
      BiFunction<int[], Datasets.Rows, Split> splitting) {

    private String key() {
      return seed + " " + origin;
    }
  }

  private static final long PAUSE_MILLIS = 100;

  private final Datasets datasets;
  private final Scratch scratch;
  private final long mostInHeap;
  private final Map<String, Shared> shared = new HashMap<>();

  @Autowired
  TrainingData(Datasets datasets, Scratch scratch) {
    this(datasets, scratch, PartsMemory.mostInHeap());
  }

  TrainingData(Datasets datasets, Scratch scratch, long mostInHeap) {
    this.datasets = datasets;
    this.scratch = scratch;
    this.mostInHeap = mostInHeap;
  }

  /** Rows in files, with those that hold them. */
  private static final class Shared {
    private long bytes;
    private int holders;
    private boolean loading;
    private @Nullable StoredParts parts;
  }

  /** Room for the rows of a training, until it is closed. */
  public final class Hold implements AutoCloseable {

    private final Wanted wanted;
    private final Optional<Shared> files;
    private boolean closed;

    private Hold(Wanted wanted, Optional<Shared> files) {
      this.wanted = wanted;
      this.files = files;
    }

    /**
     * The rows, for one thread; closing them gives up this hold.
     *
     * @param look called again and again, to give up where it throws
     */
    public EncodedParts load(Runnable look) {
      StoredParts parts =
          files.isEmpty()
              ? read(wanted, look, new HeapCopy(), StoredParts.IN_HEAP)
              : shared(files.get(), look);
      return parts.open(wanted.loss(), wanted.origin(), warnings(parts.fileBytes()), this::close);
    }

    private StoredParts shared(Shared files, Runnable look) {
      Optional<StoredParts> there = await(files, look);
      if (there.isPresent()) {
        return there.get();
      }
      @Nullable StoredParts parts = null;
      try {
        FileCopy copy = new FileCopy(scratch.create());
        parts = read(wanted, look, copy, StoredParts.in(scratch));
        return parts;
      } finally {
        loaded(files, parts);
      }
    }

    @Override
    public void close() {
      synchronized (shared) {
        if (!closed && files.isPresent()) {
          release(wanted.key(), files.get());
        }
        closed = true;
      }
    }
  }

  /**
   * Holds room for rows; empty while other trainings have taken it.
   *
   * @throws java.io.UncheckedIOException where there never is so much
   */
  public Optional<Hold> hold(Wanted wanted) {
    long bytes = PartsMemory.file(wanted.dataset().schema(), mostInHeap);
    if (bytes == 0) {
      return Optional.of(new Hold(wanted, Optional.empty()));
    }
    if (bytes > scratch.limit()) {
      throw scratch.tooSmall(bytes);
    }
    synchronized (shared) {
      Shared files = shared.getOrDefault(wanted.key(), new Shared());
      if (files.holders == 0) {
        if (!scratch.take(bytes)) {
          return Optional.empty();
        }
        files.bytes = bytes;
        shared.put(wanted.key(), files);
      }
      files.holders++;
      return Optional.of(new Hold(wanted, Optional.of(files)));
    }
  }

  /** Whether there is room for rows where they are alone. */
  public boolean everFits(Wanted wanted) {
    return PartsMemory.file(wanted.dataset().schema(), mostInHeap) <= scratch.limit();
  }

  private StoredParts read(Wanted wanted, Runnable look, RowCopy copy, StoredParts.Store store) {
    try (copy) {
      Datasets.Rows rows = datasets.open(wanted.dataset(), wanted.keyed(), copy);
      return StoredParts.load(
          consumer ->
              rows.blocks(
                  block -> {
                    look.run();
                    consumer.accept(block);
                  }),
          wanted.dataset().schema(),
          wanted.scaling(),
          labels -> wanted.splitting().apply(labels, rows),
          store);
    }
  }

  /** The rows that another has read; empty where the caller is to read them. */
  private Optional<StoredParts> await(Shared files, Runnable look) {
    synchronized (shared) {
      while (files.loading) {
        look.run();
        try {
          shared.wait(PAUSE_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while another reads the same rows", e);
        }
      }
      files.loading = files.parts == null;
      return Optional.ofNullable(files.parts);
    }
  }

  /** Ends the loading; the copy that was made for it is gone. */
  private void loaded(Shared files, @Nullable StoredParts parts) {
    synchronized (shared) {
      files.loading = false;
      files.parts = parts;
      if (parts != null) {
        scratch.give(files.bytes - parts.fileBytes());
        files.bytes = parts.fileBytes();
      }
      shared.notifyAll();
    }
  }

  private void release(String key, Shared files) {
    if (--files.holders == 0) {
      shared.remove(key);
      scratch.give(files.bytes);
      if (files.parts != null) {
        files.parts.close();
      }
    }
  }

  /** Rows that the machine has no memory for are read from the disk in each epoch. */
  static List<Warning> warnings(long fileBytes) {
    long free = memory() - Runtime.getRuntime().maxMemory();
    return fileBytes <= free
        ? List.of()
        : List.of(
            Warning.of(
                "larger_than_memory",
                "the encoded rows take %d bytes below descent.scratch, and beside its heap the machine has %d of memory"
                    .formatted(fileBytes, Math.max(0, free)),
                "what does not fit is read from the disk again in each epoch; train on a machine"
                    + " with more memory"));
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : Long.MAX_VALUE;
  }
}
