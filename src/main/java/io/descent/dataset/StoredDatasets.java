package io.descent.dataset;

import io.descent.security.Owner;
import io.descent.storage.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The data sets for other features. */
@Component
final class StoredDatasets implements Datasets {

  private final DatasetRows rows;
  private final Blobs blobs;

  StoredDatasets(DatasetRows rows, Blobs blobs) {
    this.rows = rows;
    this.blobs = blobs;
  }

  @Override
  public Optional<Facts> find(Owner owner, UUID id) {
    return rows.findByOwnerAndId(owner.name(), id)
        .map(row -> new Facts(owner, id, row.name(), row.sha256, row.description.schema()));
  }

  @Override
  public void blocks(Facts dataset, Consumer<RowBlock> consumer) {
    read(dataset, -1, (_, block) -> consumer.accept(block));
  }

  @Override
  public long[] keys(Facts dataset, String column) {
    Schema schema = dataset.schema();
    List<String> names = schema.columns().stream().map(Column::name).toList();
    long[] keys = new long[Math.toIntExact(schema.rows())];
    // Of images only the parts are kept beside pixels and labels
    int place = schema.ofImages() ? 2 : names.indexOf(column);
    read(
        dataset,
        place,
        (reader, block) ->
            System.arraycopy(reader.keys(), 0, keys, block.firstRow(), block.rows()));
    return keys;
  }

  private void read(Facts dataset, int keyed, BiConsumer<BlockReader, RowBlock> consumer) {
    DatasetRow row =
        rows.findByOwnerAndId(dataset.owner().name(), dataset.id())
            .orElseThrow(
                () ->
                    new UncheckedIOException(
                        new IOException("data set " + dataset.id() + " is gone")));
    try (InputStream in = blobs.open(row.blocksId)) {
      BlockReader reader = new BlockReader(row.description, in, 0, keyed);
      while (reader.hasNext()) {
        consumer.accept(reader, reader.next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "data set " + dataset.id() + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean claim(Owner owner, UUID id) {
    return rows.claim(owner.name(), id) == 1;
  }
}
