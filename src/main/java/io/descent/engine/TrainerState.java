package io.descent.engine;

import io.descent.engine.optimizer.Optimizer;
import io.descent.engine.optimizer.Slot;
import io.descent.engine.tensor.Layout;
import io.descent.engine.tensor.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that a training needs to go on: where it stands, weights, running statistics, optimizer slots
 * and best weights, under the fingerprint of what does not change.
 */
final class TrainerState {

  private static final long MAGIC = 0x4445_5343_454E_5431L;

  /** The version without an arithmetic, and with {@link FirstFingerprint}. */
  static final long FIRST = 1;

  /** The last version without figures of the layers. */
  private static final long WITHOUT_LAYERS = 2;

  private static final long VERSION = 3;

  /** Numbers apart from the position: header, phase, two scores, early stopping, checksum. */
  private static final int NUMBERS = 2 + 1 + 2 * 7 + 4 + 1;

  private record Entry(String name, Layout layout, float[] stored) {

    void save(StateWriter out) throws IOException {
      float[] logical = new float[layout.size()];
      layout.gather(stored, logical);
      out.floats(name, logical);
    }

    void restore(StateReader in) throws IOException {
      float[] logical = new float[layout.size()];
      in.floats(name, logical);
      layout.scatter(logical, stored);
    }
  }

  private final Fingerprint fingerprint;
  private final TrainingPosition counts;
  private final MetricAccumulator train;
  private final MetricAccumulator validation;
  private final EarlyStopper earlyStopper;
  private final LayerWatch watch;
  private final List<Entry> entries = new ArrayList<>();

  TrainerState(
      Fingerprint fingerprint,
      TrainingPosition counts,
      MetricAccumulator train,
      MetricAccumulator validation,
      EarlyStopper earlyStopper,
      Net net,
      Optimizer optimizer,
      BestWeights best,
      LayerWatch watch) {
    this.fingerprint = fingerprint;
    this.counts = counts;
    this.train = train;
    this.validation = validation;
    this.earlyStopper = earlyStopper;
    this.watch = watch;
    for (Parameter p : net.tensors()) {
      entries.add(new Entry(p.name(), p.layout(), p.value().data()));
    }
    for (Slot s : optimizer.slots()) {
      entries.add(new Entry(s.name(), s.parameter().layout(), s.value().data()));
    }
    for (int i = 0; i < best.kept().size(); i++) {
      float[] kept = best.kept().get(i);
      String name = net.tensors().get(i).name() + "/best";
      entries.add(new Entry(name, Layout.vector(kept.length), kept));
    }
  }

  long size() {
    long tensors = entries.stream().mapToLong(e -> StateWriter.size(e.name, e.layout.size())).sum();
    return (long) (NUMBERS + counts.numbers() + watch.numbers()) * Long.BYTES
        + Fingerprint.BYTES
        + tensors;
  }

  void save(int phase, OutputStream target) throws IOException {
    StateWriter out = new StateWriter(target);
    out.number(MAGIC);
    out.number(VERSION);
    out.bytes(fingerprint.bytes(VERSION));
    out.number((long) phase);
    counts.save(out);
    train.save(out);
    validation.save(out);
    earlyStopper.save(out);
    watch.save(out);
    for (Entry entry : entries) {
      entry.save(out);
    }
    out.finish();
  }

  /** The phase. */
  int restore(InputStream source) throws IOException {
    StateReader in = new StateReader(source);
    expect(in.whole() == MAGIC, "this is not a training state");
    long version = in.whole();
    expect(version >= FIRST && version <= VERSION, "the state is of another version of the format");
    expect(
        Arrays.equals(in.bytes(Fingerprint.BYTES), fingerprint.bytes(version)),
        "the state is of another model, plan or data set");
    int phase = (int) in.whole();
    counts.restore(in, version);
    train.restore(in);
    validation.restore(in);
    earlyStopper.restore(in);
    if (version > WITHOUT_LAYERS) {
      watch.restore(in);
    } else {
      watch.forget();
    }
    for (Entry entry : entries) {
      entry.restore(in);
    }
    in.finish();
    return phase;
  }

  private static void expect(boolean held, String otherwise) throws IOException {
    if (!held) {
      throw new IOException(otherwise);
    }
  }
}
