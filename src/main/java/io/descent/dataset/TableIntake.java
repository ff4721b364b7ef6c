package io.descent.dataset;

import io.descent.dataset.TableReader.Sink;
import io.descent.dataset.TableReader.Supposed;
import io.descent.storage.Blob;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Reads a table as its owner means it. Its first lines say what to suppose of decimal sign and
 * kinds; the whole file is read and encoded by that; and if a column turns out to be of another
 * kind, the file is read once more for such columns alone.
 */
final class TableIntake {

  private final UploadFields fields;
  private final Limits limits;
  private final PendingBlobs pending;
  private final FileProblems problems = new FileProblems();

  TableIntake(UploadFields fields, Limits limits, PendingBlobs pending) {
    this.fields = fields;
    this.limits = limits;
    this.pending = pending;
  }

  /** A table in blocks, and what they hold. */
  record Stored(Description description, Blob blocks) {}

  /**
   * @param file the table, to be read more than once
   * @param once gives its bytes to be counted
   */
  Stored read(Opening file, Opening once) throws IOException {
    byte[] head = file.start(CsvFile.HEAD);
    try (InputStream in = once.open()) {
      return settle(fields, file, readThrough(head, in, _ -> {}));
    }
  }

  /** A table that was read once, by what its head lets suppose. */
  record Draft(TableReader table, CsvFile csv, Blob blocks) {}

  /** Looks at what was read until now, before it is stored. */
  interface Watch {
    void look(TableReader table) throws IOException;
  }

  /**
   * Reads the whole of a table and stores it.
   *
   * @param head its first bytes
   */
  Draft readThrough(byte[] head, InputStream in, Watch watch) throws IOException {
    Supposed guess = guess(head);
    AtomicReference<TableReader> first = new AtomicReference<>();
    CsvFile csv = new CsvFile(fields.csv(), limits, problems);
    Blob blocks =
        pending.write(
            out -> {
              BlockWriter writer = new BlockWriter(out);
              Sink sink =
                  (it, rows) -> {
                    watch.look(it);
                    write(writer, it, rows);
                  };
              TableReader table = new TableReader(fields, limits, problems, guess, sink);
              first.set(table);
              csv.read(in, table);
              table.flush();
              writer.finish();
            });
    return new Draft(first.get(), csv, blocks);
  }

  /** Opens a file, as often as asked. */
  interface Opening {
    InputStream open() throws IOException;

    /** The first bytes, as many as there are. */
    default byte[] start(int length) throws IOException {
      try (InputStream in = open()) {
        return in.readNBytes(length);
      }
    }
  }

  private static void write(BlockWriter writer, TableReader table, int rows) throws IOException {
    if (table.pixels().isPresent()) {
      PixelColumns pixels = table.pixels().get();
      writer.images(pixels.pixels(), rows * pixels.size(), table.imageColumns(), rows);
    } else {
      writer.table(table.columns(), rows);
    }
  }

  private Supposed guess(byte[] head) throws IOException {
    int end = head.length;
    while (end > 0 && head.length == CsvFile.HEAD && head[end - 1] != '\n') {
      end--;
    }
    FileProblems unheeded = new FileProblems();
    TableReader sample = new TableReader(fields, limits, unheeded, Supposed.NOTHING, (_, _) -> {});
    CsvFile csv = new CsvFile(fields.csv(), limits, unheeded);
    try {
      csv.read(new ByteArrayInputStream(head, 0, end), sample);
    } catch (ProblemException e) {
      // Whatever it is, it will be found again
    }
    char sign =
        fields.decimal().orElseGet(() -> csv.separator() == ',' ? '.' : sign(sample).guess());
    return new Supposed(sign, kinds(sample, sign, new FileProblems()), false);
  }

  private static DecimalSign sign(TableReader table) {
    List<TableColumn> columns = table.columns();
    return new DecimalSign(
        columns.stream().map(TableColumn::name).toList(),
        columns.stream().map(TableColumn::inference).toList());
  }

  private static List<Optional<Column.Kind>> kinds(
      TableReader table, char sign, FileProblems problems) {
    List<Optional<Column.Kind>> kinds = new ArrayList<>();
    for (int i = 0; i < table.names().size(); i++) {
      try {
        kinds.add(table.column(i).map(it -> it.decide(sign, problems)));
      } catch (ProblemException e) {
        kinds.add(Optional.empty());
      }
    }
    return kinds;
  }

  /**
   * Decides what the columns are, and reads those again that are not what was supposed.
   *
   * @param said the fields, which may say more than when it was read of what follows from it
   */
  Stored settle(UploadFields said, Opening file, Draft draft) throws IOException {
    TableReader first = draft.table();
    CsvFile csv = draft.csv();
    Blob blocks = draft.blocks();
    // A file of two signs is refused for them alone: what else is wrong follows from it
    FileProblems signs = new FileProblems();
    char sign =
        fields.decimal().orElseGet(() -> csv.separator() == ',' ? '.' : sign(first).decide(signs));
    signs.throwIfAny();
    List<Optional<Column.Kind>> kinds = first.decide(sign);
    problems.throwIfAny();
    List<Integer> stale =
        IntStream.range(0, kinds.size())
            .filter(
                i -> first.column(i).map(it -> it.isStale(kinds.get(i).get(), sign)).orElse(false))
            .boxed()
            .toList();
    if (stale.isEmpty()) {
      return new Stored(describe(said, draft, first, kinds), blocks);
    }
    AtomicReference<TableReader> second = new AtomicReference<>();
    Blob again =
        pending.write(
            out -> {
              try (DataInputStream old =
                  new DataInputStream(new BufferedInputStream(pending.open(blocks), 1 << 16))) {
                second.set(readAgain(file, sign, settled(kinds, stale), old, new BlockWriter(out)));
              }
            });
    pending.discard(blocks);
    return new Stored(describe(said, draft, second.get(), kinds), again);
  }

  private static List<Optional<Column.Kind>> settled(
      List<Optional<Column.Kind>> kinds, List<Integer> stale) {
    return IntStream.range(0, kinds.size())
        .mapToObj(i -> stale.contains(i) ? kinds.get(i) : Optional.<Column.Kind>empty())
        .toList();
  }

  private TableReader readAgain(
      Opening file,
      char sign,
      List<Optional<Column.Kind>> kinds,
      DataInputStream old,
      BlockWriter writer)
      throws IOException {
    Sink sink =
        (table, rows) ->
            writer.replace(
                old,
                table.pixels().map(it -> it.size() * rows).orElse(0),
                table.storedColumns(),
                rows);
    TableReader table =
        new TableReader(fields, limits, problems, new Supposed(sign, kinds, true), sink);
    try (InputStream in = file.open()) {
      new CsvFile(fields.csv(), limits, problems).read(in, table);
    }
    table.flush();
    problems.throwIfAny();
    writer.finish();
    return table;
  }

  private static Description describe(
      UploadFields said, Draft draft, TableReader second, List<Optional<Column.Kind>> kinds) {
    TableReader first = draft.table();
    List<TableContent.Found> columns = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      int place = i;
      Optional<TableColumn> column = second.column(i).or(() -> first.column(place));
      if (column.isPresent()) {
        columns.add(new TableContent.Found(column.get(), kinds.get(i).orElseThrow()));
      }
    }
    TableContent content = new TableContent(columns, first, said, draft.csv().isTrailing());
    return content.describe();
  }
}
