package io.descent.inference;

import io.descent.dataset.Column;
import io.descent.dataset.Datasets;
import io.descent.dataset.RowBlock;
import io.descent.dataset.SchemaMapping;
import io.descent.security.Owner;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.Spelling;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.springframework.stereotype.Service;

/** Answers every row of a stored data set, a block at a time: as many rows as there are. */
@Service
class StoredAnswers {

  private final Datasets datasets;

  StoredAnswers(Datasets datasets) {
    this.datasets = datasets;
  }

  /** Takes the answers to rows that follow one another. */
  interface Blocks {
    void take(int firstRow, Answers answers) throws IOException;
  }

  /** A data set that a model can answer. */
  record Stored(Datasets.Facts dataset, SchemaMapping mapping) {}

  /**
   * @throws ProblemException where there is none, or one of other columns
   */
  Stored find(Owner owner, ServedModel model, InstanceStream.Reference named) {
    Problems problems = new Problems();
    Optional<Datasets.Facts> found =
        UuidV7.read(named.text())
            .or(() -> datasets.newest(owner, named.text()))
            .flatMap(id -> datasets.find(owner, id));
    if (found.isEmpty()) {
      problems.invalid(
          named.pointer(), "no data set has the id or name " + Spelling.quoted(named.text()));
      problems.throwIfAny();
    }
    Datasets.Facts dataset = found.orElseThrow();
    SchemaMapping mapping = new SchemaMapping(model.model().encoding(), dataset.schema());
    mapping
        .inputMismatch()
        .ifPresent(detail -> problems.invalid(named.pointer(), "the data set " + detail));
    problems.throwIfAny();
    return new Stored(dataset, mapping);
  }

  /** What is kept of one block is given back with the next. */
  void answer(
      BatchTurns.Runner turns,
      ServedModel model,
      Stored stored,
      OptionalDouble threshold,
      Blocks out)
      throws IOException {
    try {
      datasets.blocks(
          stored.dataset(),
          block -> {
            try {
              out.take(block.firstRow(), answer(turns, model, stored, threshold, block));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Answers answer(
      BatchTurns.Runner turns,
      ServedModel model,
      Stored stored,
      OptionalDouble threshold,
      RowBlock raw)
      throws IOException {
    Remarks remarks = new Remarks();
    if (raw.firstRow() == 0) {
      unknown(model, stored.dataset()).forEach(remarks::unknown);
    }
    RowBlock block = stored.mapping().inputs(raw);
    BatchTurns.Runner given =
        new BatchTurns.Runner() {
          @Override
          public void run(double flops, Runnable batch) {
            turns.run(flops, batch);
          }

          @Override
          public void keep(long bytes) {}
        };
    Outputs outputs =
        model.answer(
            given,
            batches -> {
              for (int row = 0; row < block.rows(); row++) {
                encode(model, block, row, batches);
                stored
                    .mapping()
                    .unseen(raw, row, (column, word) -> remarks.unseen(column, word, ""));
                remarks.nextRow();
                batches.add();
              }
              return batches.finish();
            });
    return new Answers(outputs, remarks, Passthrough.none(), threshold);
  }

  /** Columns that the data set has beyond those of the model's own data. */
  private static List<String> unknown(ServedModel model, Datasets.Facts dataset) {
    return dataset.schema().columns().stream()
        .filter(it -> it.kind().isInput() || it.kind() == Column.Kind.TARGET)
        .map(Column::name)
        .filter(name -> model.table().isPresent() && !model.table().get().isKnown(name))
        .toList();
  }

  private static void encode(ServedModel model, RowBlock block, int row, Batches batches) {
    if (!model.model().encoding().ofImages()) {
      model.model().encoding().encode(block, row, batches.inputs(), batches.at());
      return;
    }
    int size = Math.toIntExact(model.model().encoding().inputShape().size());
    double[] pixels = new double[size];
    for (int i = 0; i < size; i++) {
      pixels[i] = block.pixels()[row * size + i] & 0xff;
    }
    model.model().encoding().encodePixels(pixels, batches.inputs(), batches.at());
  }

  /** Answers are written as they come, so that nothing but instances is given back. */
  static void requireNoPassthrough(Passthrough passthrough) {
    if (!passthrough.names().isEmpty()) {
      throw ProblemException.fields(
          ProblemKind.INVALID,
          List.of(new FieldError("/passthrough", "is for instances, not for a data set")));
    }
  }
}
