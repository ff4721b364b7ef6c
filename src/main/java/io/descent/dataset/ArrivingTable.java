package io.descent.dataset;

import io.descent.dataset.TableIntake.Draft;
import io.descent.web.Limits;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A table that is read while it is stored, so that its bytes need not be fetched again. Whatever
 * speaks against that, such as a field behind the file in its form, or an error in it, leaves it to
 * be read when all of the upload is there, and to be refused then.
 */
final class ArrivingTable {

  private final UploadFields fields;
  private final Limits limits;
  private final PendingBlobs pending;
  private final TableIntake intake;
  private final Measured measured = new Measured();
  private Optional<Draft> draft = Optional.empty();

  /**
   * @param fields those that came before the file
   */
  ArrivingTable(UploadFields fields, Limits limits, PendingBlobs pending) {
    this.fields = fields;
    this.limits = limits;
    this.pending = pending;
    this.intake = new TableIntake(fields, limits, pending);
  }

  /** Copies all that comes, and reads it as a table if it is one. */
  void receive(InputStream in, OutputStream out) throws IOException {
    Copy copy = new Copy(in, out);
    try {
      read(UploadedContent.decompressed(copy, limits));
    } catch (IOException | RuntimeException e) {
      if (copy.failed) {
        throw e;
      }
    }
    copy.transferTo(OutputStream.nullOutputStream());
  }

  private void read(InputStream content) throws IOException {
    byte[] head = content.readNBytes(CsvFile.HEAD);
    byte[] start = Arrays.copyOf(head, Math.min(head.length, FileKind.HEAD));
    if (head.length > 0 && FileKind.of(start) == FileKind.TEXT) {
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), content);
      draft = Optional.of(intake.readThrough(head, measured.of(all), ArrivingTable::checkSmall));
    }
  }

  /** Only so many tables that take much memory are read at a time, and those wait elsewhere. */
  private static void checkSmall(TableReader table) throws IOException {
    if (!table.isSmall()) {
      throw new IOException("a table that takes much memory is read later");
    }
  }

  /** Whether it was read as the whole upload asks for. */
  boolean fits(Upload upload) {
    return upload.labels().isEmpty() && draft.filter(it -> isRead(it, upload.fields())).isPresent();
  }

  private boolean isRead(Draft read, UploadFields said) {
    boolean last = said.target().equals(Optional.of(read.table().names().getLast()));
    UploadFields same = last && fields.target().isEmpty() ? said.target(Optional.empty()) : said;
    return same.reading().equals(fields.reading());
  }

  /**
   * What it holds; refuses what is wrong.
   *
   * @param said all fields
   * @param file the same as it is stored
   */
  StoredContent settle(UploadFields said, UploadedContent file) throws IOException {
    TableIntake.Stored stored = intake.settle(said, file, draft.orElseThrow());
    return new StoredContent(
        stored.description(), measured.sha256(), measured.bytes(), stored.blocks());
  }

  /** It is read in another way. */
  void discard() {
    draft.ifPresent(it -> pending.discard(it.blocks()));
  }

  /** Writes what is read of it. */
  private static final class Copy extends FilterInputStream {

    private final OutputStream out;
    private boolean failed;

    Copy(InputStream in, OutputStream out) {
      super(in);
      this.out = out;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      failed = true;
      int n = in.read(into, from, length);
      if (n > 0) {
        out.write(into, from, n);
      }
      failed = false;
      return n;
    }

    @Override
    public long skip(long bytes) throws IOException {
      return readNBytes((int) Math.min(bytes, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** The rest is still to come. */
    @Override
    public void close() {}
  }
}
