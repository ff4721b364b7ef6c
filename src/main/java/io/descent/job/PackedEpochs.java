package io.descent.job;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Epochs in ascending order as bytes, {@value #BYTES} for each, whole packs first: a third of what
 * they take as objects.
 */
final class PackedEpochs extends AbstractList<EpochRow> implements RandomAccess {

  static final PackedEpochs NONE = new PackedEpochs(List.of());

  private static final int BYTES = Integer.BYTES + 1 + 7 * Double.BYTES;
  private static final byte VALIDATION_LOSS = 1;
  private static final byte VALIDATION_SCORE = 2;

  private final List<byte[]> packs;
  private final int size;

  /**
   * @param packs of {@link MetricPack#EPOCHS} each, but for the last
   */
  PackedEpochs(List<byte[]> packs) {
    this.packs = List.copyOf(packs);
    this.size = packs.stream().mapToInt(pack -> pack.length / BYTES).sum();
  }

  static byte[] pack(List<EpochRow> epochs) {
    ByteBuffer bytes = ByteBuffer.allocate(epochs.size() * BYTES);
    for (EpochRow row : epochs) {
      Scores scores = row.scores();
      bytes.putInt(row.epoch());
      bytes.put(
          (byte)
              (flag(scores.validationLoss(), VALIDATION_LOSS)
                  | flag(scores.validationScore(), VALIDATION_SCORE)));
      bytes.putDouble(scores.trainLoss()).putDouble(scores.trainScore());
      bytes.putDouble(orZero(scores.validationLoss())).putDouble(orZero(scores.validationScore()));
      bytes.putDouble(row.lr()).putDouble(row.gradNorm()).putDouble(row.seconds());
    }
    return bytes.array();
  }

  private static int flag(@Nullable Double value, byte flag) {
    return value == null ? 0 : flag;
  }

  private static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }

  /** Without those behind the last whole pack. */
  PackedEpochs whole() {
    int whole = size / MetricPack.EPOCHS;
    return whole == packs.size() ? this : new PackedEpochs(packs.subList(0, whole));
  }

  /** These, which are whole packs, and the packs that follow them, up to the first gap. */
  PackedEpochs plusPacks(List<MetricPack> more) {
    List<byte[]> all = new ArrayList<>(packs);
    int last = last();
    for (MetricPack pack : more) {
      if (pack.follows(last)) {
        all.add(pack.content());
        last += MetricPack.EPOCHS;
      }
    }
    return new PackedEpochs(all);
  }

  /** These, and those after them. */
  PackedEpochs plus(List<EpochRow> more) {
    List<byte[]> all = new ArrayList<>(whole().packs);
    List<EpochRow> rest = new ArrayList<>(subList(all.size() * MetricPack.EPOCHS, size));
    rest.addAll(more);
    for (int from = 0; from < rest.size(); from += MetricPack.EPOCHS) {
      all.add(pack(rest.subList(from, Math.min(from + MetricPack.EPOCHS, rest.size()))));
    }
    return new PackedEpochs(all);
  }

  /** The last epoch; 0 where there is none. */
  int last() {
    return isEmpty() ? 0 : getLast().epoch();
  }

  int bytes() {
    return size * BYTES;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public EpochRow get(int index) {
    ByteBuffer pack = ByteBuffer.wrap(packs.get(index / MetricPack.EPOCHS));
    int at = index % MetricPack.EPOCHS * BYTES;
    byte flags = pack.get(at + Integer.BYTES);
    int values = at + Integer.BYTES + 1;
    Scores scores =
        new Scores(
            value(pack, values, 0),
            value(pack, values, 1),
            (flags & VALIDATION_LOSS) == 0 ? null : value(pack, values, 2),
            (flags & VALIDATION_SCORE) == 0 ? null : value(pack, values, 3));
    return new EpochRow(
        pack.getInt(at),
        scores,
        value(pack, values, 4),
        value(pack, values, 5),
        value(pack, values, 6),
        null);
  }

  private static double value(ByteBuffer pack, int values, int number) {
    return pack.getDouble(values + number * Double.BYTES);
  }
}
