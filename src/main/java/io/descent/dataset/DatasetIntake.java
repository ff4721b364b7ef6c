package io.descent.dataset;

import io.descent.dataset.ArrayIntake.Pair;
import io.descent.dataset.TableColumn.Role;
import io.descent.dataset.TableIntake.Opening;
import io.descent.dataset.parquet.ParquetTable;
import io.descent.security.Quota;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Reads a received upload by the form that its first bytes have, checks it and stores its rows. */
@Component
final class DatasetIntake {

  private final Blobs blobs;
  private final TransactionOperations transactions;
  private final Limits limits;
  private final Scratch scratch;

  DatasetIntake(Blobs blobs, TransactionOperations transactions, Limits limits, Scratch scratch) {
    this.scratch = scratch;
    this.blobs = blobs;
    this.transactions = transactions;
    this.limits = limits;
  }

  /**
   * The place for the bytes of one upload; to be closed when it is answered.
   *
   * @param room that they take
   */
  PendingBlobs begin(Quota.Room room) {
    return new PendingBlobs(blobs, transactions, room);
  }

  /** Refuses what is wrong, and then leaves nothing behind. */
  StoredContent read(Upload upload, PendingBlobs pending) throws IOException {
    Optional<ArrivingTable> table = upload.table();
    if (table.isPresent() && table.get().fits(upload)) {
      return table.get().settle(upload.fields(), content(upload.file()));
    }
    if (table.isPresent()) {
      table.get().discard();
    }
    return new Reading(upload, pending).read(content(upload.file()));
  }

  private UploadedContent content(Blob blob) {
    return new UploadedContent(blobs, limits, blob.id());
  }

  /** How one upload is read. */
  private final class Reading {

    private final UploadFields fields;
    private final Optional<UploadedContent> labels;
    private final PendingBlobs pending;
    private final Measured measured = new Measured();

    Reading(Upload upload, PendingBlobs pending) {
      this.fields = upload.fields();
      this.labels = upload.labels().map(DatasetIntake.this::content);
      this.pending = pending;
    }

    StoredContent read(UploadedContent file) throws IOException {
      FileKind kind = FileKind.of(file.start(FileKind.HEAD));
      if (labels.isPresent() && kind != FileKind.IDX && kind != FileKind.NUMPY) {
        throw problem("the part labels goes with IDX or NPY arrays, which file is not");
      }
      return switch (kind) {
        case TEXT -> table(file, () -> measured.of(file.open()), fields, Schema.Format.CSV);
        case IDX -> pair(file, Schema.Format.IDX);
        case NUMPY -> pair(file, Schema.Format.NPY);
        case ZIP -> zip(file);
        case PARQUET -> parquet(file);
        case WORKBOOK,
            HTML,
            XML,
            ARFF,
            RICH_TEXT,
            JSON,
            GZIP,
            TAR,
            RAR,
            SEVEN_ZIP,
            BZIP2,
            XZ,
            ZSTD,
            ARROW,
            HDF5,
            PICKLE,
            SQLITE,
            PDF,
            IMAGE ->
            throw problem(kind.refusal().orElseThrow());
      };
    }

    private StoredContent table(Opening file, Opening once, UploadFields said, Schema.Format format)
        throws IOException {
      TableIntake.Stored stored = new TableIntake(said, limits, pending).read(file, once);
      return stored(stored.description().as(format), stored.blocks());
    }

    private StoredContent parquet(UploadedContent file) throws IOException {
      try (InputStream in = measured.of(file.open());
          ParquetTable table = ParquetTable.open(in, limits, () -> new CountedFile(scratch))) {
        UploadFields said = fields.ofTyped(table.texts());
        TableRoles roles = new TableRoles(table.names(), said);
        table.decode(
            table.names().stream().filter(it -> roles.role(it) == Role.IGNORED).toList(),
            said.decimal().orElse('.'));
        Opening csv = () -> new LineStream(table.header(), table.rows()::next);
        TableIntake.Stored stored = new TableIntake(said, limits, pending).read(csv, csv);
        Description description = stored.description().as(Schema.Format.PARQUET);
        return stored(
            table.indexes().isEmpty() ? description : description.with(index(table.indexes())),
            stored.blocks());
      }
    }

    private static Warning index(List<String> columns) {
      return new Warning(
          "index_column", "Row labels of a data frame are left out.", null, null, columns);
    }

    private StoredContent pair(UploadedContent file, Schema.Format format) throws IOException {
      UploadedContent classes =
          labels.orElseThrow(
              () ->
                  problem(
                      "the file holds %s, and the part labels is missing"
                          .formatted(format == Schema.Format.IDX ? "IDX images" : "an NPY array")));
      ArrayIntake arrays =
          new ArrayIntake(format, List.of(new Pair(SplitPart.TRAIN, file, classes)), limits);
      return arrays(arrays, file, fields, format);
    }

    private StoredContent arrays(
        ArrayIntake arrays, UploadedContent file, UploadFields said, Schema.Format format)
        throws IOException {
      measure(file);
      Opening csv = arrays.asCsv();
      StoredContent content =
          arrays.isTable()
              ? table(csv, csv, said, format)
              : images(writer -> arrays.readImages(writer));
      return arrays.doubt().map(content::with).orElse(content);
    }

    private StoredContent zip(UploadedContent file) throws IOException {
      ZipArchive.Holds holds;
      try (InputStream in = file.open()) {
        holds = ZipArchive.holds(in);
      }
      return switch (holds) {
        case ONE_FILE -> unzipped(file.unzipped());
        case ARRAYS -> npz(file);
        case IMAGES -> folders(file);
      };
    }

    private StoredContent unzipped(UploadedContent file) throws IOException {
      FileKind kind = FileKind.of(file.start(FileKind.HEAD));
      if (kind == FileKind.PARQUET) {
        return parquet(file);
      }
      if (kind != FileKind.TEXT) {
        throw problem(
            kind.refusal()
                .map(it -> "in the ZIP, " + it)
                .orElse("the file in the ZIP is no CSV; upload it as it is"));
      }
      return table(file, () -> measured.of(file.open()), fields, Schema.Format.CSV);
    }

    private StoredContent npz(UploadedContent file) throws IOException {
      List<String> names = new ArrayList<>();
      try (InputStream in = file.open()) {
        ZipArchive.each(
            in,
            (name, _) -> {
              names.add(name.substring(0, name.length() - ".npy".length()));
              return names.size() > 10;
            });
      }
      List<Pair> pairs = new ArrayList<>();
      if (names.contains("x") && names.contains("y")) {
        pairs.add(named(file, SplitPart.TRAIN, "x", "y"));
      } else if (names.contains("x_train") && names.contains("y_train")) {
        pairs.add(named(file, SplitPart.TRAIN, "x_train", "y_train"));
        if (names.contains("x_test") && names.contains("y_test")) {
          pairs.add(named(file, SplitPart.TEST, "x_test", "y_test"));
        }
      } else {
        throw problem(
            "the NPZ holds %s; it must hold x and y, or x_train, y_train, x_test and y_test"
                .formatted(String.join(", ", names)));
      }
      UploadFields said = pairs.size() > 1 ? fields.splitBy("split") : fields;
      return arrays(
          new ArrayIntake(Schema.Format.NPZ, pairs, limits), file, said, Schema.Format.NPZ);
    }

    private Pair named(UploadedContent file, SplitPart part, String values, String classes) {
      return new Pair(
          part,
          () -> ZipArchive.array(file.open(), values),
          () -> ZipArchive.array(file.open(), classes));
    }

    private StoredContent folders(UploadedContent file) throws IOException {
      ImageFolders folders = new ImageFolders(limits);
      try (InputStream in = file.open()) {
        folders.look(in);
      }
      measure(file);
      return images(
          writer -> {
            ImageIntake images =
                new ImageIntake(Schema.Format.ZIP, folders.shape(), limits, writer);
            try (InputStream in = file.open()) {
              folders.read(
                  in,
                  (pixels, label) -> {
                    System.arraycopy(pixels, 0, images.pixels(), images.at(), pixels.length);
                    images.add(label);
                  });
            }
            return images.finish().with(folders.warnings());
          });
    }

    /** Writes images as blocks. */
    private interface ImageWriting {
      Description write(BlockWriter writer) throws IOException;
    }

    private StoredContent images(ImageWriting writing) throws IOException {
      fields.requireClasses();
      AtomicReference<Description> description = new AtomicReference<>();
      Blob blocks =
          pending.write(
              out -> {
                BlockWriter writer = new BlockWriter(out);
                description.set(writing.write(writer));
                writer.finish();
              });
      StoredContent content = stored(description.get(), blocks);
      return fields.unheededByImages().map(content::with).orElse(content);
    }

    private void measure(UploadedContent content) throws IOException {
      try (InputStream in = measured.of(content.open())) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }

    private StoredContent stored(Description description, Blob blocks) throws IOException {
      if (labels.isPresent()) {
        measure(labels.get());
      }
      return new StoredContent(description, measured.sha256(), measured.bytes(), blocks);
    }
  }

  private static io.descent.web.ProblemException problem(String detail) {
    return FileProblems.of(null, null, detail);
  }
}
