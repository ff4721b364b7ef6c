package io.descent.job;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Epochs in ascending order as bytes, {@value #BYTES} for each, a third of what they take as
 * objects: packs of whole thousands, or their outlines, and all epochs behind them. The layers of
 * an epoch where they were measured are an empty list: {@link MetricRepository#withLayers} has
 * them.
 */
final class PackedEpochs extends AbstractList<EpochRow> implements RandomAccess {

  private static final int BYTES = Integer.BYTES + 1 + 7 * Double.BYTES;
  private static final byte VALIDATION_LOSS = 1;
  private static final byte VALIDATION_SCORE = 2;
  private static final byte LAYERS = 4;

  private final UnaryOperator<List<EpochRow>> form;
  private final List<byte[]> packs;
  private final byte[] rest;

  /** The index of each pack's first epoch, of that of the rest, and the size. */
  private final int[] starts;

  private PackedEpochs(UnaryOperator<List<EpochRow>> form, List<byte[]> packs, byte[] rest) {
    this.form = form;
    this.packs = List.copyOf(packs);
    this.rest = rest;
    this.starts = new int[packs.size() + 2];
    for (int i = 0; i < packs.size(); i++) {
      starts[i + 1] = starts[i] + packs.get(i).length / BYTES;
    }
    starts[packs.size() + 1] = starts[packs.size()] + rest.length / BYTES;
  }

  /** All epochs, none yet. */
  static PackedEpochs all() {
    return new PackedEpochs(UnaryOperator.identity(), List.of(), new byte[0]);
  }

  /** Outlines of whole thousands, none yet. */
  static PackedEpochs outlines() {
    return new PackedEpochs(MetricPoints::outline, List.of(), new byte[0]);
  }

  /** The epochs of one pack. */
  static List<EpochRow> read(byte[] pack) {
    return new PackedEpochs(UnaryOperator.identity(), List.of(pack), new byte[0]);
  }

  static byte[] pack(List<EpochRow> epochs) {
    ByteBuffer bytes = ByteBuffer.allocate(epochs.size() * BYTES);
    for (EpochRow row : epochs) {
      Scores scores = row.scores();
      bytes.putInt(row.epoch());
      bytes.put(
          (byte)
              (flag(scores.validationLoss(), VALIDATION_LOSS)
                  | flag(scores.validationScore(), VALIDATION_SCORE)
                  | flag(row.layers(), LAYERS)));
      bytes.putDouble(scores.trainLoss()).putDouble(scores.trainScore());
      bytes.putDouble(orZero(scores.validationLoss())).putDouble(orZero(scores.validationScore()));
      bytes.putDouble(row.lr()).putDouble(row.gradNorm()).putDouble(row.seconds());
    }
    return bytes.array();
  }

  private static int flag(@Nullable Object value, byte flag) {
    return value == null ? 0 : flag;
  }

  private static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }

  /** Without those behind the last whole pack. */
  PackedEpochs whole() {
    return rest.length == 0 ? this : new PackedEpochs(form, packs, new byte[0]);
  }

  /** These, which are whole packs, and those that follow them, up to the first gap. */
  PackedEpochs plusPacks(List<MetricRepository.Packed> more) {
    List<byte[]> all = new ArrayList<>(packs);
    int last = last();
    for (MetricRepository.Packed pack : more) {
      if (pack.firstEpoch() == last + 1) {
        all.add(pack.content());
        last += MetricPack.EPOCHS;
      }
    }
    return new PackedEpochs(form, all, rest);
  }

  /** These, and those after them. */
  PackedEpochs plus(List<EpochRow> more) {
    List<byte[]> all = new ArrayList<>(packs);
    List<EpochRow> behind = new ArrayList<>(subList(starts[packs.size()], size()));
    behind.addAll(more);
    int from = 0;
    for (; behind.size() - from >= MetricPack.EPOCHS; from += MetricPack.EPOCHS) {
      all.add(pack(form.apply(behind.subList(from, from + MetricPack.EPOCHS))));
    }
    return new PackedEpochs(form, all, pack(behind.subList(from, behind.size())));
  }

  /** The last epoch; 0 where there is none. */
  int last() {
    return isEmpty() ? 0 : getLast().epoch();
  }

  int bytes() {
    return size() * BYTES;
  }

  @Override
  public int size() {
    return starts[starts.length - 1];
  }

  @Override
  public EpochRow get(int index) {
    int found = Arrays.binarySearch(starts, 0, packs.size() + 1, index);
    int number = found < 0 ? -found - 2 : found;
    ByteBuffer pack = ByteBuffer.wrap(number == packs.size() ? rest : packs.get(number));
    int at = (index - starts[number]) * BYTES;
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
        (flags & LAYERS) == 0 ? null : List.of());
  }

  private static double value(ByteBuffer pack, int values, int number) {
    return pack.getDouble(values + number * Double.BYTES);
  }
}
