package io.descent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;

/**
 * Bytes in rows of 64 KiB with a checksum each. A blob is written in transactions of at most 4 MiB
 * and exists for nobody until {@link #keep} is called in the transaction that makes a row point at
 * it; until then, and after {@link #drop}, it is swept. No connection is held between two chunks.
 */
public interface Blobs {

  /** Writes the bytes; the stream is closed for it. */
  interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Stores what the source writes, under a fresh id; not kept yet. Refuses to run inside a
   * transaction, which would hold a connection for as long as the source takes.
   */
  Blob write(Source source) throws IOException;

  /** All bytes, as {@link #open(UUID, long)} from 0. */
  default InputStream open(UUID id) {
    return open(id, 0);
  }

  /** Its bytes, all of them; an IllegalArgumentException where there is no such blob. */
  long size(UUID id);

  /**
   * The bytes from an offset on. Verifies every chunk it reads; an IOException naming blob and
   * chunk where one is damaged or gone.
   */
  InputStream open(UUID id, long from);

  /**
   * Joins the caller's transaction, and needs one: the blob is from now on referred to. An
   * IllegalStateException where it has been swept meanwhile.
   */
  void keep(UUID id);

  /**
   * Joins the caller's transaction, and needs one: the blob is no longer referred to, and is
   * deleted later.
   */
  void drop(UUID id);
}
