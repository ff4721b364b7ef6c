package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.engine.Task;
import io.descent.security.Quota;
import io.descent.storage.Blob;
import io.descent.web.FileError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.unit.DataSize;

/** Reads uploads in memory, without a database and without HTTP. */
final class Intake {

  static final UploadFields NO_FIELDS = UploadFields.NONE;

  final MemoryBlobs blobs = new MemoryBlobs();
  final Scratch scratch;
  private final DatasetIntake intake;
  private final Limits limits;

  Intake() {
    this(limits(DataSize.ofMegabytes(16), DataSize.ofKilobytes(64)));
  }

  Intake(Limits limits) {
    this(limits, new Scratch(Path.of("target", "intake-scratch"), 1L << 30));
  }

  Intake(Limits limits, Scratch scratch) {
    this.scratch = scratch;
    this.limits = limits;
    intake = new DatasetIntake(blobs, TransactionOperations.withoutTransaction(), limits, scratch);
  }

  /** Those of a service to which nothing was said. */
  static Limits defaultLimits() {
    return new Binder(new MapConfigurationPropertySource())
        .bindOrCreate("descent.limits", Limits.class);
  }

  static Limits limits(DataSize upload, DataSize cell) {
    return limits(upload, cell, 30);
  }

  static Limits limits(DataSize upload, DataSize cell, int categories) {
    Map<String, String> set =
        Map.of(
            "descent.limits.upload",
            upload.toBytes() + "B",
            "descent.limits.columns",
            "100",
            "descent.limits.categories",
            Integer.toString(categories),
            "descent.limits.cell",
            cell.toBytes() + "B");
    return new Binder(new MapConfigurationPropertySource(set))
        .bindOrCreate("descent.limits", Limits.class);
  }

  static UploadFields target(String target) {
    return fields("target", target);
  }

  static UploadFields task(Task task) {
    return fields("task", task.name().toLowerCase(java.util.Locale.ROOT));
  }

  static UploadFields categorical(String... columns) {
    UploadForm form = new UploadForm(false);
    List.of(columns).forEach(it -> form.field("categorical", it));
    return form.fields(Optional.empty());
  }

  /** Names and values of form fields, in turn. */
  static UploadFields fields(String... namesAndValues) {
    UploadForm form = new UploadForm(false);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.field(namesAndValues[i], namesAndValues[i + 1]);
    }
    UploadFields fields = form.fields(Optional.empty());
    form.problems().throwIfAny();
    return fields;
  }

  StoredContent csv(String text) {
    return csv(text, NO_FIELDS);
  }

  StoredContent csv(String text, UploadFields fields) {
    return read(text.getBytes(UTF_8), Optional.empty(), fields);
  }

  StoredContent images(byte[] images, byte[] labels) {
    return read(images, Optional.of(labels), NO_FIELDS);
  }

  /**
   * Read while it comes and read once it is there must be the same, and be refused for the same.
   */
  StoredContent read(byte[] file, Optional<byte[]> labels, UploadFields fields) {
    StoredContent arrived;
    try {
      arrived = arriving(file, labels, fields);
    } catch (ProblemException refusal) {
      assertThatThrownBy(() -> stored(file, labels, fields))
          .isInstanceOfSatisfying(
              ProblemException.class,
              it -> {
                assertThat(it.detail()).isEqualTo(refusal.detail());
                assertThat(it.errors()).isEqualTo(refusal.errors());
              });
      throw refusal;
    }
    StoredContent content = stored(file, labels, fields);
    assertThat(arrived.description()).isEqualTo(content.description());
    assertThat(arrived.sha256()).isEqualTo(content.sha256());
    assertThat(arrived.bytes()).isEqualTo(content.bytes());
    assertThat(blobs.open(arrived.blocks().id(), 0))
        .hasSameContentAs(blobs.open(content.blocks().id(), 0));
    return content;
  }

  /** What is refused leaves no blob behind but those of the upload itself. */
  private StoredContent stored(byte[] file, Optional<byte[]> labels, UploadFields fields) {
    return read(labels, fields, loose -> new Received(loose.write(out -> out.write(file))));
  }

  private StoredContent arriving(byte[] file, Optional<byte[]> labels, UploadFields fields) {
    return read(
        labels,
        fields,
        loose -> {
          ArrivingTable table = new ArrivingTable(fields, limits, loose);
          InputStream in = new ByteArrayInputStream(file);
          Blob stored = loose.write(out -> table.receive(in, out));
          assertThat(stored.size()).isEqualTo(file.length);
          return new Received(stored, Optional.of(table));
        });
  }

  private record Received(Blob file, Optional<ArrivingTable> table) {
    Received(Blob file) {
      this(file, Optional.empty());
    }
  }

  private interface Reception {
    Received receive(PendingBlobs loose) throws IOException;
  }

  private StoredContent read(Optional<byte[]> labels, UploadFields fields, Reception reception) {
    try (PendingBlobs loose = intake.begin(Quota.Room.ENDLESS)) {
      Received file = reception.receive(loose);
      Optional<Blob> more = Optional.empty();
      if (labels.isPresent()) {
        more = Optional.of(loose.write(out -> out.write(labels.get())));
      }
      StoredContent content =
          intake.read(new Upload(fields, "file", file.file(), more, file.table(), "00"), loose);
      loose.release();
      return content;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The errors of the refusal that reading ends in. */
  static List<FileError> errors(ProblemException refusal) {
    return refusal.errors().stream().map(FileError.class::cast).toList();
  }

  /** All rows as a preview shows them. */
  List<List<Object>> rows(StoredContent content) {
    List<List<Object>> rows = new ArrayList<>();
    DatasetRow row = row(content);
    try {
      while (true) {
        RowsView view = new RowPreview(blobs).read(row, rows.size(), 7);
        if (view.items().isEmpty()) {
          return rows;
        }
        rows.addAll(view.items());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static DatasetRow row(StoredContent content) {
    Upload upload =
        new Upload(NO_FIELDS, "file", content.blocks(), Optional.empty(), content.sha256());
    return new DatasetRow(
        new java.util.UUID(1, 2),
        io.descent.security.Owner.LOCAL,
        upload,
        content,
        java.time.Instant.EPOCH);
  }

  List<RowBlock> blocks(StoredContent content) {
    try (InputStream in = blobs.open(content.blocks().id())) {
      List<RowBlock> found = new ArrayList<>();
      BlockReader reader = new BlockReader(content.description(), in, 0);
      while (reader.hasNext()) {
        found.add(reader.next());
      }
      return found;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] example(String name) {
    try {
      return Files.readAllBytes(Path.of("examples/data", name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
