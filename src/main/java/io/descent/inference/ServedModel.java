package io.descent.inference;

import io.descent.engine.LossSpec;
import io.descent.engine.Task;
import io.descent.model.LoadedModel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model in memory: its weights are shared, each call borrows a workspace of its own. Nobody waits
 * for a lock.
 */
final class ServedModel {

  /** What the outputs of a network are to a client. */
  enum Answer {
    PROBABILITIES,
    SCORES,
    VALUE
  }

  private static final int MOST_IDLE = 2 * Runtime.getRuntime().availableProcessors();

  private final LoadedModel model;
  private final Optional<TableForm> table;
  private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idleCount = new AtomicInteger();

  ServedModel(LoadedModel model) {
    this.model = model;
    this.table =
        model.encoding().ofImages()
            ? Optional.empty()
            : Optional.of(new TableForm(model.encoding(), model.target(), model.ignored()));
  }

  LoadedModel model() {
    return model;
  }

  List<String> classes() {
    return model.encoding().classes();
  }

  /** The table's columns; of images none. */
  Optional<TableForm> table() {
    return table;
  }

  boolean isColumn(String name) {
    return table.map(it -> it.column(name) >= 0).orElse(false);
  }

  Answer answer() {
    if (model.encoding().task() == Task.REGRESSION) {
      return Answer.VALUE;
    }
    LossSpec loss = model.network().model().loss();
    return switch (loss) {
      case SOFTMAX_CE, CROSS_ENTROPY, BCE_LOGITS -> Answer.PROBABILITIES;
      case MSE -> Answer.SCORES;
    };
  }

  /** Runs rows through the network. */
  interface Reading {
    Outputs read(Batches batches) throws IOException;
  }

  /** What the network says of the rows that are read. */
  Outputs answer(BatchTurns.Runner turns, Reading rows) throws IOException {
    Workspace workspace = borrow();
    try {
      return rows.read(new Batches(workspace, classes().size(), turns));
    } finally {
      giveBack(workspace);
    }
  }

  private Workspace borrow() {
    Workspace workspace = idle.poll();
    if (workspace == null) {
      return new Workspace(model.network());
    }
    idleCount.decrementAndGet();
    return workspace;
  }

  private void giveBack(Workspace workspace) {
    if (idleCount.incrementAndGet() <= MOST_IDLE) {
      idle.add(workspace);
    } else {
      idleCount.decrementAndGet();
    }
  }
}
