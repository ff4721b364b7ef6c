package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Split;
import io.descent.security.Owner;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Rows as they come from the database, through a copy in the heap and one in a file. */
class StoredRowsTest extends DatasetsOverHttp {

  private static final int ROWS = 5000;

  @Autowired private DatasetRows rows;
  @Autowired private Blobs blobs;
  @TempDir private Path folder;

  @Test
  void aTrainingReadsItsDataSetOnceWhateverHoldsTheRows() throws IOException {
    Opened opened = new Opened(blobs);
    StoredDatasets datasets = new StoredDatasets(rows, opened);
    TrainingData.Wanted wanted = wanted(new StoredDatasets(rows, blobs), upload());
    Scratch scratch = new Scratch(folder, 1 << 30);

    try (EncodedParts heap = load(new TrainingData(datasets, scratch, Long.MAX_VALUE), wanted)) {
      assertThat(opened.ids).hasSize(1);
      try (EncodedParts file = load(new TrainingData(datasets, scratch, 0), wanted)) {
        assertThat(opened.ids).hasSize(2);
        assertThat(file.encoding()).isEqualTo(heap.encoding());
        assertThat(values(file.train())).isEqualTo(values(heap.train()));
        assertThat(values(file.test())).isEqualTo(values(heap.test()));
        assertThat(heap.train().rows()).isGreaterThan(ROWS / 2);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private static EncodedParts load(TrainingData data, TrainingData.Wanted wanted) {
    return data.hold(wanted).orElseThrow().load(() -> {});
  }

  /** Numbers, words, a column that is left out, groups. */
  private UUID upload() {
    StringBuilder csv = new StringBuilder("a,b,word,left,group,class\n");
    for (int row = 0; row < ROWS; row++) {
      String number = row % 7 == 0 ? "" : String.valueOf(row * 37 % 1000 / 8.0);
      csv.append(
          "%d.5,%s,w%d,%d,g%d,%d\n".formatted(row, number, row % 11, row, row / 50, row % 3));
    }
    Answer answer =
        post(
            form()
                .field("ignore", "left")
                .field("categorical", "group")
                .file("file", "rows.csv", csv.toString().getBytes(UTF_8)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return UUID.fromString(id(answer.json()));
  }

  private static TrainingData.Wanted wanted(Datasets datasets, UUID id) {
    Datasets.Facts facts = datasets.find(Owner.LOCAL, id).orElseThrow();
    return new TrainingData.Wanted(
        facts,
        NumericScaling.STANDARDIZE,
        LossSpec.SOFTMAX_CE,
        "rows",
        1,
        Optional.of("group"),
        (labels, copied) -> {
          assertThat(labels).hasSize(ROWS).startsWith(0, 1, 2, 0);
          assertThat(LongStream.of(copied.keys()).distinct()).hasSize(ROWS / 50);
          assertThat(copied.keys()).isEqualTo(datasets.keys(facts, "group"));
          return Split.grouped(copied.keys(), 0.1, 0.2, 1);
        },
        Optional.empty(),
        Optional.empty());
  }

  private static float[][] values(Samples samples) {
    float[][] values = new float[samples.rows()][samples.inputs() + 1];
    for (int row = 0; row < values.length; row++) {
      samples.input(row, values[row], 0);
      samples.target(row, values[row], samples.inputs());
    }
    return values;
  }

  /** Notes the blobs that are opened. */
  private static final class Opened implements Blobs {

    private final Blobs all;
    private final List<UUID> ids = new ArrayList<>();

    Opened(Blobs all) {
      this.all = all;
    }

    @Override
    public Blob write(Source source) throws IOException {
      return all.write(source);
    }

    @Override
    public long size(UUID id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(UUID id, long from) {
      ids.add(id);
      return all.open(id, from);
    }

    @Override
    public void keep(UUID id) {
      all.keep(id);
    }

    @Override
    public void drop(UUID id) {
      all.drop(id);
    }
  }
}
