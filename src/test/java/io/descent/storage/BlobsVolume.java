package io.descent.storage;

import io.descent.Repositories;
import io.descent.web.Retention;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes, reads and deletes megabytes in rounds, in a process of its own, and prints the size of
 * the database file after each.
 */
final class BlobsVolume {

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transactions;
  private final StoredBlobs blobs;
  private final BlobSweep sweep;

  private BlobsVolume(JdbcConnectionPool database) {
    ApplicationContext context = Repositories.start(database, BlobsContract.Storage.class);
    InstantSource clock = InstantSource.system();
    BlobRows rows = context.getBean(BlobRows.class);
    StatelessRows inserts = context.getBean(StatelessRows.class);
    jdbc = context.getBean(JdbcTemplate.class);
    transactions = context.getBean(TransactionTemplate.class);
    blobs = new StoredBlobs(rows, inserts, transactions, clock, new UuidV7(clock));
    sweep = new BlobSweep(rows, clock, Retention.NONE, blobs);
  }

  /** Arguments: the folder, the retention in milliseconds, the rounds, the megabytes of each. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0], "volume.mv.db");
    String url = "jdbc:h2:file:" + Path.of(args[0], "volume") + ";WRITE_DELAY=0;RETENTION_TIME=";
    JdbcConnectionPool database = JdbcConnectionPool.create(url + args[1], "sa", "");
    BlobsVolume volume = new BlobsVolume(database);
    for (int round = 0; round < Integer.parseInt(args[2]); round++) {
      long start = System.nanoTime();
      volume.round(Integer.parseInt(args[3]));
      System.err.printf("%.1f s%n", (System.nanoTime() - start) / 1e9);
      System.out.println("size " + Files.size(file));
    }
    database.dispose();
  }

  private void round(int megabytes) throws IOException {
    CRC32C written = new CRC32C();
    UUID id = blobs.write(out -> fill(new CheckedOutputStream(out, written), megabytes)).id();
    transactions.executeWithoutResult(_ -> blobs.keep(id));
    CRC32C read = new CRC32C();
    try (InputStream in = new CheckedInputStream(blobs.open(id), read)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    if (written.getValue() != read.getValue()) {
      throw new IllegalStateException("read other bytes than written");
    }
    transactions.executeWithoutResult(_ -> blobs.drop(id));
    sweep.sweep();
    Long left = jdbc.queryForObject("select count(*) from stored_chunk", Long.class);
    if (left != 0) {
      throw new IllegalStateException(left + " chunks are left");
    }
  }

  private static void fill(OutputStream out, int megabytes) throws IOException {
    byte[] block = new byte[1 << 20];
    Random random = new Random(1);
    for (int i = 0; i < megabytes; i++) {
      random.nextBytes(block);
      out.write(block);
    }
  }
}
