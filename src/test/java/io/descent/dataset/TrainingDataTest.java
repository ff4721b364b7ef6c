package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.descent.dataset.TrainingData.Hold;
import io.descent.dataset.TrainingData.Wanted;
import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Split;
import io.descent.web.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

class TrainingDataTest {

  private static final long ALL_IN_HEAP = Long.MAX_VALUE;
  private static final long NONE_IN_HEAP = 0;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;

  /** Of codes of one, two and four bytes, of numbers alone, and of images. */
  private static Stream<GeneratedDatasets> datasets() {
    return Stream.of(
        GeneratedDatasets.ofTable(3001, 5, 0, 0),
        GeneratedDatasets.ofTable(1700, 4, 3, 255),
        GeneratedDatasets.ofTable(1500, 1, 2, 256),
        GeneratedDatasets.ofTable(600, 0, 1, 70_000),
        GeneratedDatasets.ofImages(3500, 28),
        GeneratedDatasets.ofImages(200, 3));
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void rowsInAFileAreTheSameBits(GeneratedDatasets datasets) throws IOException {
    Scratch scratch = new Scratch(folder, 1 << 30);
    Wanted wanted = wanted(datasets, 1);
    try (EncodedParts heap = load(new TrainingData(datasets, scratch, ALL_IN_HEAP), wanted);
        EncodedParts file = load(new TrainingData(datasets, scratch, NONE_IN_HEAP), wanted)) {
      assertThat(files()).hasSize(3);
      assertThat(file.encoding()).isEqualTo(heap.encoding());
      assertThat(file.trainRows()).isEqualTo(heap.trainRows());
      assertSame(file.train(), heap.train());
      assertSame(file.validation(), heap.validation());
      assertSame(file.test(), heap.test());
    }
    assertThat(files()).isEmpty();
    assertThat(scratch.taken()).isZero();
  }

  private static void assertSame(Samples file, Samples heap) {
    assertThat(file.rows()).isEqualTo(heap.rows()).isPositive();
    assertThat(file.arePixels()).isEqualTo(heap.arePixels());
    int[] all = IntStream.range(0, heap.rows()).map(row -> heap.rows() - 1 - row).toArray();
    file.prefetch(all, 0, all.length);
    float[] ours = new float[file.inputs() + 2];
    float[] theirs = new float[file.inputs() + 2];
    byte[] bytes = new byte[file.inputs() + 64];
    byte[] others = new byte[file.inputs() + 64];
    for (int row : all) {
      file.input(row, ours, 1);
      heap.input(row, theirs, 1);
      file.target(row, ours, 0);
      heap.target(row, theirs, 0);
      assertThat(ours).isEqualTo(theirs);
      if (heap.arePixels()) {
        file.pixels(row, bytes, 0);
        heap.pixels(row, others, 0);
        assertThat(java.util.Arrays.equals(bytes, 0, file.inputs(), others, 0, file.inputs()))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void readingFromAFileAllocatesNothing(GeneratedDatasets datasets) {
    TrainingData data = new TrainingData(datasets, new Scratch(folder, 1 << 30), NONE_IN_HEAP);
    try (EncodedParts parts = load(data, wanted(datasets, 1))) {
      Samples samples = parts.train();
      int[] rows = IntStream.range(0, samples.rows()).toArray();
      float[] into = new float[samples.inputs()];
      long least = Long.MAX_VALUE;
      for (int run = 0; run < 20; run++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int from = 0; from < rows.length; from += 32) {
          samples.prefetch(rows, from, Math.min(32, rows.length - from));
          for (int i = from; i < Math.min(from + 32, rows.length); i++) {
            samples.input(rows[i], into, 0);
            samples.target(rows[i], into, 0);
          }
        }
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).isZero();
    }
  }

  @Test
  void trainingsOnTheSameRowsShareThemAndCountOnce() throws IOException {
    GeneratedDatasets datasets = GeneratedDatasets.ofTable(2000, 5, 0, 0);
    Scratch scratch = new Scratch(folder, 1 << 30);
    TrainingData data = new TrainingData(datasets, scratch, NONE_IN_HEAP);
    EncodedParts one = load(data, wanted(datasets, 1));
    int readings = datasets.readings;
    long taken = scratch.taken();

    EncodedParts two = load(data, wanted(datasets, 1));
    assertThat(datasets.readings).isEqualTo(readings);
    assertThat(scratch.taken()).isEqualTo(taken).isEqualTo(2000 * 24);
    assertThat(files()).hasSize(3);

    EncodedParts other = load(data, wanted(datasets, 2));
    assertThat(files()).hasSize(6);

    one.close();
    one.close();
    assertSame(two.train(), other.train());
    other.close();
    assertThat(files()).hasSize(3);
    two.close();
    assertThat(files()).isEmpty();
    assertThat(scratch.taken()).isZero();
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void anOwnTestSetIsInAFileToo(GeneratedDatasets datasets) throws IOException {
    Scratch scratch = new Scratch(folder, 1 << 30);
    TrainingData files = new TrainingData(datasets, scratch, NONE_IN_HEAP);
    Wanted wanted = wanted(datasets, 1, Optional.of(datasets.facts()));
    try (EncodedParts heap = load(new TrainingData(datasets, scratch, ALL_IN_HEAP), wanted);
        EncodedParts without = load(files, wanted(datasets, 1));
        EncodedParts file = load(files, wanted)) {
      assertThat(file.test().rows()).isEqualTo((int) datasets.facts().schema().rows());
      assertThat(files()).hasSize(4);
      assertSame(file.test(), heap.test());
      assertSame(file.train(), without.train());
      int readings = datasets.readings;
      load(files, wanted).close();
      assertThat(datasets.readings).isEqualTo(readings);
    }
    assertThat(files()).isEmpty();
    assertThat(scratch.taken()).isZero();
  }

  @Test
  void anOwnTestSetWithoutRoomLeavesNothingTaken() {
    GeneratedDatasets datasets = GeneratedDatasets.ofTable(2000, 5, 0, 0);
    long one = PartsMemory.file(datasets.facts().schema(), NONE_IN_HEAP);
    Scratch scratch = new Scratch(folder, 2 * one);
    TrainingData data = new TrainingData(datasets, scratch, NONE_IN_HEAP);
    Hold first = hold(data, wanted(datasets, 1));
    assertThat(data.hold(wanted(datasets, 2, Optional.of(datasets.facts())))).isEmpty();
    first.close();
    assertThat(scratch.taken()).isZero();
    assertThat(data.hold(wanted(datasets, 2, Optional.of(datasets.facts())))).isPresent();
  }

  @Test
  void whoComesWhileRowsAreReadWaitsForThem() throws Exception {
    GeneratedDatasets datasets = GeneratedDatasets.ofTable(2000, 5, 0, 0);
    TrainingData data = new TrainingData(datasets, new Scratch(folder, 1 << 30), NONE_IN_HEAP);
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<EncodedParts> first =
          threads.submit(() -> hold(data, wanted(datasets, 1)).load(() -> passed(reads, waits)));
      reads.await();
      Future<EncodedParts> second =
          threads.submit(() -> hold(data, wanted(datasets, 1)).load(waits::countDown));
      assertSame(second.get(20, TimeUnit.SECONDS).train(), first.get(20, TimeUnit.SECONDS).train());
    }
    assertThat(files()).hasSize(3);
  }

  private static void passed(CountDownLatch reads, CountDownLatch waits) {
    reads.countDown();
    try {
      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsGivenUpLeavesNothing() throws IOException {
    GeneratedDatasets datasets = GeneratedDatasets.ofTable(2000, 5, 0, 0);
    Scratch scratch = new Scratch(folder, 1 << 30);
    TrainingData data = new TrainingData(datasets, scratch, NONE_IN_HEAP);
    int[] looks = {9};
    try (Hold hold = hold(data, wanted(datasets, 1))) {
      assertThatThrownBy(() -> hold.load(() -> count(looks))).hasMessage("enough");
      assertThat(files()).isEmpty();
      try (EncodedParts parts = hold.load(() -> {})) {
        assertThat(parts.train().rows()).isEqualTo(1400);
      }
    }
    assertThat(scratch.taken()).isZero();
  }

  private static void count(int[] looks) {
    if (looks[0]-- == 0) {
      throw new IllegalStateException("enough");
    }
  }

  @Test
  void whoFindsNoRoomWaitsUntilThereIs() {
    GeneratedDatasets datasets = GeneratedDatasets.ofTable(2000, 5, 0, 0);
    long one = PartsMemory.file(datasets.facts().schema(), NONE_IN_HEAP);
    TrainingData data = new TrainingData(datasets, new Scratch(folder, one + 1000), NONE_IN_HEAP);
    Hold first = hold(data, wanted(datasets, 1));
    assertThat(data.hold(wanted(datasets, 2))).isEmpty();
    assertThat(data.hold(wanted(datasets, 1))).isPresent().get().satisfies(Hold::close);
    first.close();
    assertThat(data.hold(wanted(datasets, 2))).isPresent();
  }

  @Test
  void whatNeverFitsSaysWhichLimitToRaise() {
    GeneratedDatasets datasets = GeneratedDatasets.ofTable(2000, 5, 0, 0);
    TrainingData data = new TrainingData(datasets, new Scratch(folder, 1000), NONE_IN_HEAP);
    assertThat(data.everFits(wanted(datasets, 1))).isFalse();
    assertThatThrownBy(() -> data.hold(wanted(datasets, 1)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the limit is 1000; raise descent.limits.scratch");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithWhatToDo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    GeneratedDatasets datasets = GeneratedDatasets.ofTable(2000, 5, 0, 0);
    Scratch scratch = new Scratch(file.resolve("below"), 1 << 30);
    TrainingData data = new TrainingData(datasets, scratch, NONE_IN_HEAP);
    try (Hold hold = hold(data, wanted(datasets, 1))) {
      assertThatThrownBy(() -> hold.load(() -> {}))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("below descent.scratch (" + file.resolve("below") + ")")
          .hasMessageContaining("set descent.scratch to a folder");
    }
    assertThat(scratch.taken()).isZero();
  }

  @Test
  void aStartDeletesWhatDeadProcessesLeft() throws IOException {
    Path left = Files.writeString(folder.resolve("1.rows"), "rows");
    Path held = Files.writeString(folder.resolve("2.rows"), "rows");
    Path other = Files.writeString(folder.resolve("notes.txt"), "not ours");
    try (FileChannel channel = FileChannel.open(held, StandardOpenOption.WRITE)) {
      channel.lock();
      new Scratch(folder, Intake.limits(DataSize.ofMegabytes(1), DataSize.ofMegabytes(1)));
    }
    assertThat(left).doesNotExist();
    assertThat(held).exists();
    assertThat(other).exists();
  }

  @Test
  void rowsBeyondTheMachinesMemoryAreToldOf() {
    assertThat(TrainingData.warnings(1000)).isEmpty();
    assertThat(TrainingData.warnings(1L << 60))
        .singleElement()
        .extracting(Warning::detail)
        .asString()
        .contains("1152921504606846976 bytes below descent.scratch");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static EncodedParts load(TrainingData data, Wanted wanted) {
    return hold(data, wanted).load(() -> {});
  }

  private static Hold hold(TrainingData data, Wanted wanted) {
    return data.hold(wanted).orElseThrow();
  }

  private static Wanted wanted(GeneratedDatasets datasets, long seed) {
    return wanted(datasets, seed, Optional.empty());
  }

  private static Wanted wanted(
      GeneratedDatasets datasets, long seed, Optional<Datasets.Facts> tested) {
    int rows = (int) datasets.facts().schema().rows();
    return new Wanted(
        datasets.facts(),
        NumericScaling.STANDARDIZE,
        LossSpec.SOFTMAX_CE,
        "the rows",
        seed,
        Optional.empty(),
        (_, _) -> Split.of(rows, new int[0], 0.2, 0.1, 5),
        tested,
        Optional.empty());
  }
}
