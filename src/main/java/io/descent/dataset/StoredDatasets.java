package io.descent.dataset;

import io.descent.security.Holdings;
import io.descent.security.Named;
import io.descent.security.Owner;
import io.descent.storage.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** The data sets for other features. */
@Component
final class StoredDatasets implements Datasets, Holdings, Named {

  private final DatasetRows rows;
  private final Blobs blobs;

  StoredDatasets(DatasetRows rows, Blobs blobs) {
    this.rows = rows;
    this.blobs = blobs;
  }

  @Override
  public String collection() {
    return "datasets";
  }

  @Override
  public String thing() {
    return "data set";
  }

  @Override
  public Optional<UUID> newest(Owner owner, String name) {
    return rows.named(owner.name(), name, Limit.of(1)).stream().findFirst();
  }

  @Override
  public Optional<Facts> find(Owner owner, UUID id) {
    return rows.findByOwnerAndId(owner.name(), id)
        .map(row -> new Facts(owner, id, row.name(), row.sha256, row.description.schema()));
  }

  @Override
  public void blocks(Facts dataset, Consumer<RowBlock> consumer) {
    read(dataset, row(dataset), -1, in -> in, (_, block) -> consumer.accept(block));
  }

  @Override
  public long[] keys(Facts dataset, String column) {
    Keys keys = new Keys(dataset, Optional.of(column));
    read(dataset, row(dataset), keys.place, in -> in, keys::take);
    return keys.keys;
  }

  @Override
  public Rows open(Facts dataset, Optional<String> keyed, RowCopy copy) {
    return new CopiedRows(dataset, keyed, copy);
  }

  private DatasetRow row(Facts dataset) {
    return rows.findByOwnerAndId(dataset.owner().name(), dataset.id())
        .orElseThrow(
            () ->
                new UncheckedIOException(new IOException("data set " + dataset.id() + " is gone")));
  }

  private void read(
      Facts dataset,
      DatasetRow row,
      int keyed,
      UnaryOperator<InputStream> through,
      BiConsumer<BlockReader, RowBlock> consumer) {
    try (InputStream in = through.apply(blobs.open(row.blocksId))) {
      read(new BlockReader(row.description, in, 0, keyed), consumer);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "data set " + dataset.id() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void read(BlockReader reader, BiConsumer<BlockReader, RowBlock> consumer)
      throws IOException {
    while (reader.hasNext()) {
      consumer.accept(reader, reader.next());
    }
  }

  /** The keys of a column, as its blocks come by. */
  private static final class Keys {

    private final int place;
    private final long[] keys;

    Keys(Facts dataset, Optional<String> column) {
      Schema schema = dataset.schema();
      List<String> names = schema.columns().stream().map(Column::name).toList();
      // Of images only the parts are kept beside pixels and labels
      place = column.map(it -> schema.ofImages() ? 2 : names.indexOf(it)).orElse(-1);
      keys = new long[column.isEmpty() ? 0 : Math.toIntExact(schema.rows())];
    }

    void take(BlockReader reader, RowBlock block) {
      if (place >= 0) {
        System.arraycopy(reader.keys(), 0, keys, block.firstRow(), block.rows());
      }
    }
  }

  /** Blocks that are copied as they are read for the first time. */
  private final class CopiedRows implements Rows {

    private final Facts dataset;
    private final Keys keys;
    private final RowCopy copy;
    private Optional<Description> copied = Optional.empty();

    CopiedRows(Facts dataset, Optional<String> keyed, RowCopy copy) {
      this.dataset = dataset;
      this.keys = new Keys(dataset, keyed);
      this.copy = copy;
    }

    @Override
    public void blocks(Consumer<RowBlock> consumer) {
      if (copied.isEmpty()) {
        copy(consumer);
      } else {
        try (InputStream in = copy.read()) {
          read(new BlockReader(copied.get(), in, 0), (_, block) -> consumer.accept(block));
        } catch (IOException e) {
          throw new UncheckedIOException(
              "the copy of data set " + dataset.id() + " cannot be read: " + e.getMessage(), e);
        }
      }
    }

    private void copy(Consumer<RowBlock> consumer) {
      DatasetRow row = row(dataset);
      read(
          dataset,
          row,
          keys.place,
          copy::through,
          (reader, block) -> {
            keys.take(reader, block);
            consumer.accept(block);
          });
      copied = Optional.of(row.description);
    }

    @Override
    public long[] keys() {
      if (copied.isEmpty()) {
        blocks(_ -> {});
      }
      return keys.keys;
    }
  }

  @Override
  public boolean claim(Owner owner, UUID id) {
    return rows.claim(owner.name(), id) == 1;
  }

  @Override
  public Map<Kind, Held> of(Owner owner) {
    Held held = new Held(rows.countByOwner(owner.name()), rows.bytes(owner.name()));
    return Map.of(Kind.DATASETS, held);
  }
}
