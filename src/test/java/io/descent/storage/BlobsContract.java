package io.descent.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Arrays.copyOfRange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.descent.Repositories;
import io.descent.web.Retention;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What every database has to do for blobs. */
abstract class BlobsContract {

  private static final int CHUNK = 64 * 1024;

  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private AnnotationConfigApplicationContext context;
  private JdbcTemplate jdbc;
  private TransactionTemplate transactions;
  private StoredBlobs blobs;
  private BlobSweep sweep;

  abstract DataSource dataSource();

  /** The storage's own beans, without sweeping in the background. */
  @EnableJpaRepositories
  @Import(StatelessRows.class)
  static class Storage {}

  @BeforeEach
  void migrate() {
    context = Repositories.start(dataSource(), Storage.class);
    jdbc = context.getBean(JdbcTemplate.class);
    transactions = context.getBean(TransactionTemplate.class);
    BlobRows rows = context.getBean(BlobRows.class);
    StatelessRows inserts = context.getBean(StatelessRows.class);
    blobs = new StoredBlobs(rows, inserts, transactions, () -> now, new UuidV7(() -> now));
    sweep = new BlobSweep(rows, () -> now, Retention.NONE, blobs);
  }

  @AfterEach
  void clear() {
    jdbc.update("delete from stored_chunk");
    jdbc.update("delete from stored_blob");
    context.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 65 * CHUNK + 7})
  void whatIsWrittenIsRead(int size) throws IOException {
    byte[] bytes = random(size);

    Blob blob = blobs.write(out -> out.write(bytes));

    assertThat(blob.size()).isEqualTo(size);
    assertThat(read(blob.id())).isEqualTo(bytes);
    assertThat(chunks()).isEqualTo((size + CHUNK - 1) / CHUNK);
  }

  @Test
  void readingStartsAnywhere() throws IOException {
    byte[] bytes = random(3 * CHUNK);
    UUID id = blobs.write(out -> out.write(bytes)).id();

    for (int from : new int[] {1, CHUNK, 2 * CHUNK + 5, 3 * CHUNK - 1, 3 * CHUNK, 4 * CHUNK}) {
      try (InputStream in = blobs.open(id, from)) {
        byte[] rest = from < bytes.length ? copyOfRange(bytes, from, bytes.length) : new byte[0];
        assertThat(in.readAllBytes()).isEqualTo(rest);
      }
    }
  }

  @Test
  void skippingEndsAtTheEnd() throws IOException {
    UUID id = blobs.write(out -> out.write(random(CHUNK + 10))).id();

    try (InputStream in = blobs.open(id)) {
      assertThat(in.skip(CHUNK)).isEqualTo(CHUNK);
      assertThat(in.skip(100)).isEqualTo(10);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aDamagedChunkIsToldByItsNumber() throws IOException {
    UUID id = blobs.write(out -> out.write(random(3 * CHUNK))).id();
    byte[] damaged = random(CHUNK);
    jdbc.update("update stored_chunk set content = ? where number = 1", damaged);

    assertThatIOException()
        .isThrownBy(() -> read(id))
        .withMessage("blob " + id + " is damaged in chunk 1");
  }

  @Test
  void aLostChunkIsToldByItsNumber() throws IOException {
    UUID id = blobs.write(out -> out.write(random(3 * CHUNK))).id();
    jdbc.update("delete from stored_chunk where number = 2");

    assertThatIOException()
        .isThrownBy(() -> read(id))
        .withMessage("blob " + id + " has lost chunk 2");
  }

  @Test
  void whatWasNeverWrittenIsGone() {
    UUID id = new UUID(1, 2);

    assertThatIOException().isThrownBy(() -> read(id)).withMessage("blob " + id + " is gone");
  }

  @Test
  void aKeptBlobOutlivesEverySweep() throws IOException {
    UUID id = blobs.write(out -> out.write("kept".getBytes(UTF_8))).id();
    transactions.executeWithoutResult(_ -> blobs.keep(id));

    now = now.plus(Duration.ofDays(1));
    sweep.sweep();

    assertThat(read(id)).asString(UTF_8).isEqualTo("kept");
  }

  @Test
  void aForgottenBlobIsSweptAfterAnHour() throws IOException {
    UUID id = blobs.write(out -> out.write(random(200 * CHUNK))).id();

    now = now.plus(Duration.ofMinutes(59));
    sweep.sweep();
    assertThat(chunks()).isEqualTo(200);

    now = now.plus(Duration.ofMinutes(2));
    sweep.sweep();
    assertThat(chunks()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(() -> transactions.executeWithoutResult(_ -> blobs.keep(id)))
        .withMessageContaining("write it again");
  }

  @Test
  void whatIsWrittenGoesBeforeTheSweepForAWhile() throws IOException {
    UUID id = blobs.write(out -> out.write(random(3 * CHUNK))).id();
    transactions.executeWithoutResult(_ -> blobs.keep(id));
    transactions.executeWithoutResult(_ -> blobs.drop(id));

    blobs.write(
        _ -> {
          for (int turn = 0; turn < 10; turn++) {
            sweep.run();
          }
          assertThat(chunks()).isEqualTo(3);
          sweep.run();
          assertThat(chunks()).isZero();
        });
    assertThat(blobs.isWriting()).isFalse();
  }

  @Test
  void everyChunkKeepsItsOwnBytes() throws IOException {
    byte[] bytes = random(50 * CHUNK + 3);

    UUID id =
        blobs
            .write(
                out -> {
                  for (int from = 0; from < bytes.length; from += 1000) {
                    out.write(bytes, from, Math.min(1000, bytes.length - from));
                  }
                })
            .id();

    assertThat(read(id)).isEqualTo(bytes);
  }

  @Test
  void aDroppedBlobIsDeletedBehindTheRequest() throws IOException {
    UUID id = blobs.write(out -> out.write(random(130 * CHUNK))).id();
    transactions.executeWithoutResult(_ -> blobs.keep(id));
    transactions.executeWithoutResult(_ -> blobs.drop(id));
    assertThat(chunks()).isEqualTo(130);

    sweep.sweep();

    assertThat(chunks()).isZero();
    assertThat(heads()).isZero();
  }

  @Test
  void aBlobIsKeptOrNotWithItsTransaction() throws IOException {
    UUID id = blobs.write(out -> out.write(1)).id();

    transactions.executeWithoutResult(
        status -> {
          blobs.keep(id);
          status.setRollbackOnly();
        });
    now = now.plus(Duration.ofHours(2));
    sweep.sweep();

    assertThat(heads()).isZero();
  }

  @Test
  void aBrokenOffWriteLeavesNothingAfterTheSweep() {
    assertThatIOException()
        .isThrownBy(
            () ->
                blobs.write(
                    out -> {
                      out.write(random(70 * CHUNK));
                      throw new IOException("the client went away");
                    }))
        .withMessage("the client went away");
    assertThat(chunks()).isEqualTo(64);

    sweep.sweep();

    assertThat(chunks()).isZero();
    assertThat(heads()).isZero();
  }

  @Test
  void aSlowSourceIsNotTakenForAForgottenOne() throws IOException {
    Blob blob =
        blobs.write(
            out -> {
              for (int i = 0; i < 10; i++) {
                writeSlowly(out);
              }
            });

    assertThat(read(blob.id())).hasSize(10 * CHUNK);
  }

  private void writeSlowly(OutputStream out) throws IOException {
    out.write(random(CHUNK));
    now = now.plus(Duration.ofMinutes(30));
    sweep.sweep();
  }

  @Test
  void noTransactionIsHeldWhileTheSourceWrites() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                transactions.execute(
                    _ -> {
                      try {
                        return blobs.write(out -> out.write(1));
                      } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                    }));
    assertThatIllegalStateException().isThrownBy(() -> blobs.keep(new UUID(1, 2)));
    assertThatIllegalStateException().isThrownBy(() -> blobs.drop(new UUID(1, 2)));
  }

  private byte[] read(UUID id) throws IOException {
    try (InputStream in = blobs.open(id)) {
      return in.readAllBytes();
    }
  }

  private long chunks() {
    return jdbc.queryForObject("select count(*) from stored_chunk", Long.class);
  }

  private long heads() {
    return jdbc.queryForObject("select count(*) from stored_blob", Long.class);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
