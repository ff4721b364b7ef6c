package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Split;
import io.descent.web.Warning;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
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
   * @param tested the data set whose rows are the test part, if it is another one that fits
   * @param carried what is taken over of a model's encoding, where a training goes on with one; the
   *     facts' schema is then its
   */
  public record Wanted(
      Datasets.Facts dataset,
      NumericScaling scaling,
      LossSpec loss,
      String origin,
      long seed,
      Optional<String> keyed,
      BiFunction<int[], Datasets.Rows, Split> splitting,
      Optional<Datasets.Facts> tested,
      Optional<CarriedEncoding> carried) {

    private RowBlock seen(RowBlock block) {
      return carried.map(it -> it.translated(block)).orElse(block);
    }

    private Encoding keeping(Encoding fitted) {
      return carried.map(it -> it.keep(fitted)).orElse(fitted);
    }

    private String key() {
      return seed + " " + origin;
    }

    private Optional<String> testKey() {
      return tested.map(it -> key() + ", tested on " + it.id());
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

    Shared(long bytes) {
      this.bytes = bytes;
    }
  }

  /** Room for the rows of a training, until it is closed. */
  public final class Hold implements AutoCloseable {

    private final Wanted wanted;
    private final Map<String, Shared> held;
    private boolean closed;

    /**
     * @param held the files by their keys; of rows that are in the heap there are none
     */
    private Hold(Wanted wanted, Map<String, Shared> held) {
      this.wanted = wanted;
      this.held = held;
    }

    /**
     * The rows, for one thread; closing them gives up this hold.
     *
     * @param look called again and again, to give up where it throws
     */
    public EncodedParts load(Runnable look) {
      Shared files = held.get(wanted.key());
      StoredParts parts =
          files == null
              ? read(wanted, look, new HeapCopy(), StoredParts.IN_HEAP)
              : shared(files, look, () -> read(wanted, look, copy(), StoredParts.in(scratch)));
      Optional<StoredParts> test = wanted.tested().map(it -> test(parts.encoding(), it, look));
      long bytes = parts.fileBytes() + test.map(StoredParts::fileBytes).orElse(0L);
      EncodedParts opened =
          parts.open(wanted.loss(), wanted.origin(), warnings(bytes), this::close);
      return test.map(it -> opened.testedOn(it.test(wanted.loss()))).orElse(opened);
    }

    private StoredParts test(Encoding encoding, Datasets.Facts dataset, Runnable look) {
      SchemaMapping rows = new SchemaMapping(encoding, dataset.schema());
      Function<StoredParts.Store, StoredParts> reading =
          store -> StoredParts.ofTest(encoding, rows.store(datasets, dataset, store, look));
      Shared files = held.get(wanted.testKey().orElseThrow());
      return files == null
          ? reading.apply(StoredParts.IN_HEAP)
          : shared(files, look, () -> reading.apply(StoredParts.in(scratch)));
    }

    private StoredParts shared(Shared files, Runnable look, Supplier<StoredParts> reading) {
      Optional<StoredParts> there = await(files, look);
      if (there.isPresent()) {
        return there.get();
      }
      @Nullable StoredParts parts = null;
      try {
        parts = reading.get();
        return parts;
      } finally {
        loaded(files, parts);
      }
    }

    @Override
    public void close() {
      synchronized (shared) {
        if (!closed) {
          held.forEach(TrainingData.this::release);
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
    Map<String, Long> files = files(wanted);
    if (total(files) > scratch.limit()) {
      throw scratch.tooSmall(total(files));
    }
    synchronized (shared) {
      Map<String, Long> missing = new LinkedHashMap<>(files);
      missing.keySet().removeAll(shared.keySet());
      if (!scratch.take(total(missing))) {
        return Optional.empty();
      }
      missing.forEach((key, bytes) -> shared.put(key, new Shared(bytes)));
      Map<String, Shared> held = new LinkedHashMap<>();
      files.keySet().forEach(key -> held.put(key, held(key)));
      return Optional.of(new Hold(wanted, held));
    }
  }

  private Shared held(String key) {
    Shared files = Objects.requireNonNull(shared.get(key));
    files.holders++;
    return files;
  }

  /** Bytes of the files that rows are kept in, by their keys; none of what is small. */
  private Map<String, Long> files(Wanted wanted) {
    Map<String, Long> files = new LinkedHashMap<>();
    files.put(wanted.key(), PartsMemory.file(wanted.dataset().schema(), mostInHeap));
    wanted
        .tested()
        .ifPresent(
            it ->
                files.put(
                    wanted.testKey().orElseThrow(), PartsMemory.testFile(it.schema(), mostInHeap)));
    files.values().removeIf(bytes -> bytes == 0);
    return files;
  }

  private static long total(Map<String, Long> files) {
    return files.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether there is room for rows where they are alone. */
  public boolean everFits(Wanted wanted) {
    return total(files(wanted)) <= scratch.limit();
  }

  private RowCopy copy() {
    return new FileCopy(scratch.create());
  }

  private StoredParts read(Wanted wanted, Runnable look, RowCopy copy, StoredParts.Store store) {
    try (copy) {
      Datasets.Rows rows = datasets.open(wanted.dataset(), wanted.keyed(), copy);
      return StoredParts.load(
          consumer ->
              rows.blocks(
                  block -> {
                    look.run();
                    consumer.accept(wanted.seen(block));
                  }),
          wanted.dataset().schema(),
          wanted.scaling(),
          wanted::keeping,
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
