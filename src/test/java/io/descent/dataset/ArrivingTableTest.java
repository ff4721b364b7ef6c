package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.security.Quota;
import io.descent.storage.Blob;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/** Tables that are read while they are stored. */
class ArrivingTableTest {

  private static final String TABLE = "a,b\n1,x\n2,y\n";

  private final MemoryBlobs blobs = new MemoryBlobs();
  private final CountedRoom room = new CountedRoom();
  private final PendingBlobs pending =
      new PendingBlobs(blobs, TransactionOperations.withoutTransaction(), room);
  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();

  @Test
  void allThatComesIsStoredAndReadOnce() throws IOException {
    ArrivingTable table = received(Intake.NO_FIELDS, TABLE.getBytes(UTF_8));

    assertThat(stored.toString(UTF_8)).isEqualTo(TABLE);
    assertThat(table.fits(upload(Intake.NO_FIELDS))).isTrue();
    assertThat(table.fits(upload(Intake.target("b")))).as("the last column").isTrue();
    assertThat(table.fits(upload(Intake.fields("name", "n", "task", "classification")))).isTrue();
    assertThat(table.fits(upload(Intake.target("a")))).isFalse();
    assertThat(table.fits(upload(Intake.fields("header", "false")))).isFalse();
    assertThat(table.fits(upload(Intake.categorical("a")))).isFalse();
  }

  @Test
  void aFieldThatCameBeforeTheFileIsNotTakenBack() throws IOException {
    assertThat(received(Intake.target("a"), TABLE.getBytes(UTF_8)).fits(upload(Intake.NO_FIELDS)))
        .isFalse();
  }

  @Test
  void whatIsNoTableOrBrokenIsStoredAndLeft() throws IOException {
    byte[] broken = Intake.gzip(TABLE.getBytes(UTF_8));
    broken[broken.length - 5] ^= 1;
    for (byte[] file :
        new byte[][] {
          {},
          {0, 0, 8, 1, 0, 0, 0, 0},
          "PAR1abc".getBytes(UTF_8),
          "a,b\n1,\"x\n".getBytes(UTF_8),
          "a,b\n".getBytes(UTF_8),
          broken
        }) {
      stored.reset();
      assertThat(received(Intake.NO_FIELDS, file).fits(upload(Intake.NO_FIELDS))).isFalse();
      assertThat(stored.toByteArray()).isEqualTo(file);
    }
    assertThat(room.taken).as("of what was begun nothing is held").isZero();
  }

  @Test
  void whatIsNotWantedGivesItsRoomBack() throws IOException {
    ArrivingTable table = received(Intake.NO_FIELDS, TABLE.getBytes(UTF_8));
    assertThat(room.taken).isPositive();
    table.discard();
    assertThat(room.taken).isZero();
  }

  @Test
  void aTableOfManyColumnsWaitsUntilItIsThere() throws IOException {
    String wide =
        IntStream.range(0, 2000).mapToObj(it -> "c" + it).collect(Collectors.joining(","));
    String row = "1,".repeat(1999) + "x\n";
    ArrivingTable table =
        received(Intake.NO_FIELDS, (wide + "\n" + row.repeat(50)).getBytes(UTF_8));
    assertThat(table.fits(upload(Intake.NO_FIELDS))).isFalse();
    assertThat(room.taken).isZero();
  }

  @Test
  void aSourceThatEndsInAFailureFailsTheUpload() {
    InputStream in =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at == TABLE.length()) {
              throw new IOException("reset");
            }
            return TABLE.charAt(at++);
          }
        };
    ArrivingTable table = new ArrivingTable(Intake.NO_FIELDS, Intake.defaultLimits(), pending);
    assertThatThrownBy(() -> table.receive(in, stored))
        .isInstanceOf(IOException.class)
        .hasMessage("reset");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw ProblemException.of(ProblemKind.TOO_LARGE, "full");
          }
        };
    ArrivingTable other = new ArrivingTable(Intake.NO_FIELDS, Intake.defaultLimits(), pending);
    assertThatThrownBy(() -> other.receive(new ByteArrayInputStream(TABLE.getBytes(UTF_8)), full))
        .hasMessage("full");
  }

  private ArrivingTable received(UploadFields fields, byte[] file) throws IOException {
    ArrivingTable table = new ArrivingTable(fields, Intake.defaultLimits(), pending);
    table.receive(new ByteArrayInputStream(file), stored);
    return table;
  }

  private static Upload upload(UploadFields fields) {
    Blob file = new Blob(new java.util.UUID(1, 2), 1);
    return new Upload(fields, "file", file, Optional.empty(), "00");
  }

  private static final class CountedRoom implements Quota.Room {

    private long taken;

    @Override
    public void take(long bytes) {
      taken += bytes;
    }

    @Override
    public void takeUpTo(long bytes) {}

    @Override
    public void give(long bytes) {
      taken -= bytes;
    }

    @Override
    public void confirm() {}

    @Override
    public void close() {}
  }
}
